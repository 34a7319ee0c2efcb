//! `Idempotency-Key`: a request that is sent twice with one key is done once.

use poem::{Request, RequestBody};
use poem_openapi::{
    ApiExtractor, ApiExtractorType, ExtractParamOptions,
    registry::{MetaParamIn, MetaSchema, MetaSchemaRef},
};
use rappel_web::Problem;

/// Characters at most.
const LONGEST: usize = 200;

/// The key of a request; empty when it has none. Every `POST` takes one.
pub(crate) struct IdempotencyKey(pub(crate) String);

impl<'a> ApiExtractor<'a> for IdempotencyKey {
    const TYPES: &'static [ApiExtractorType] = &[ApiExtractorType::Parameter];
    type ParamType = String;
    type ParamRawType = String;

    fn param_in() -> Option<MetaParamIn> {
        Some(MetaParamIn::Header)
    }

    fn param_schema_ref() -> Option<MetaSchemaRef> {
        let schema = MetaSchema {
            min_length: Some(1),
            max_length: Some(LONGEST),
            pattern: Some("^[!-~]+$".to_owned()),
            ..MetaSchema::new("string")
        };
        Some(MetaSchemaRef::Inline(Box::new(schema)))
    }

    async fn from_request(
        request: &'a Request,
        _body: &mut RequestBody,
        options: ExtractParamOptions<String>,
    ) -> poem::Result<Self> {
        let mut values = request.headers().get_all(options.name).iter();
        let Some(value) = values.next() else {
            return Ok(Self(String::new()));
        };
        // Left out silently, a key that we cannot read would let the same request be done twice.
        let readable = value.to_str().ok().filter(|key| (1..=LONGEST).contains(&key.len()));
        let readable = readable.filter(|key| key.bytes().all(|byte| byte.is_ascii_graphic()));
        if let (Some(key), None) = (readable, values.next()) {
            return Ok(Self(key.to_owned()));
        }
        let detail = format!("Idempotency-Key: once, 1 to {LONGEST} visible ASCII characters");
        Err(Problem::bad_request(detail).code("bad_parameter").into())
    }
}
