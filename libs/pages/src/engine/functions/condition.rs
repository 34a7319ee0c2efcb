//! `if` and `unless` that refuse a misspelt field, which those of handlebars take for false.

use handlebars::{
    Context, Handlebars, Helper, HelperDef, HelperResult, JsonTruthy, Output, RenderContext,
    RenderErrorReason, Renderable,
};

/// Shows a block by the truth of a value that must exist.
#[derive(Clone, Copy)]
pub(super) enum Condition {
    /// When it is true.
    If,
    /// When it is not.
    Unless,
}

impl HelperDef for Condition {
    fn call<'reg: 'rc, 'rc>(
        &self,
        helper: &Helper<'rc>,
        registry: &'reg Handlebars<'reg>,
        context: &'rc Context,
        render: &mut RenderContext<'reg, 'rc>,
        out: &mut dyn Output,
    ) -> HelperResult {
        let param = helper.param(0).ok_or(RenderErrorReason::ParamNotFoundForIndex("if", 0))?;
        if param.is_value_missing() {
            let path = param.relative_path().map_or("?", |path| path);
            return Err(RenderErrorReason::Other(format!("if: nothing is called {path}")).into());
        }
        let holds = param.value().is_truthy(false) == matches!(self, Self::If);
        let branch = if holds { helper.template() } else { helper.inverse() };
        branch.map_or(Ok(()), |block| block.render(registry, context, render, out))
    }
}
