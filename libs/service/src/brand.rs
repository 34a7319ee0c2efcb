//! What a company looks like: its colour and its logo, changed by staff, each change in the company's audit.

mod picture;

use rappel_domain::{
    audit::Deed,
    brand::{BrandColour, Logo, LogoRefusal, Picture},
    id::TenantId,
    role::StaffRight,
};
use rappel_store::logos::Pictures;

use self::picture::Made;
use crate::{
    Scope, Service, StaffScope, Tenant,
    error::{Error, Result},
    invalid::{Invalid, Reason},
    retry::again,
    tenants::tenant_of,
};

impl From<LogoRefusal> for Reason {
    fn from(refusal: LogoRefusal) -> Self {
        Self::Text(refusal.key())
    }
}

fn refused(field: &'static str, reason: Reason) -> Error {
    Error::Invalid(vec![Invalid::new(field, reason)])
}

/// What becomes of the pictures that are kept.
#[derive(Debug, Clone, Copy)]
enum Kept<'a> {
    Stay,
    Go,
    Are(&'a Pictures),
}

impl Service {
    /// Gives a company another colour.
    pub async fn save_colour(&self, staff: &StaffScope, tenant: TenantId, typed: &str) -> Result<()> {
        may_change(staff)?;
        tenant_of(staff, tenant)?;
        let colour: BrandColour = typed.parse().map_err(|_| refused("brand_color", Reason::Colour))?;
        let to = colour.to_string();
        let change = |found: Tenant| {
            let deed = Deed::ColourChanged { from: found.brand_color.clone(), to: to.clone() };
            (found.brand_color != to).then(|| (Tenant { brand_color: to.clone(), ..found }, deed))
        };
        self.rebrand(staff, tenant, change, Kept::Stay).await
    }

    /// Gives a company another logo: what the bytes of a PNG, JPEG or WebP show, and nothing else of them.
    pub async fn save_logo(&self, staff: &StaffScope, tenant: TenantId, file: Vec<u8>) -> Result<()> {
        may_change(staff)?;
        tenant_of(staff, tenant)?;
        let made = self.pictures.work(move || picture::make(&file)).await?;
        let Made { logo, pictures } = made.map_err(|refusal| refused("logo", refusal.into()))?;
        let change = |found: Tenant| {
            let deed = Deed::LogoChanged { hash: logo.hash.clone() };
            (found.logo.as_ref() != Some(&logo)).then(|| (Tenant { logo: Some(logo.clone()), ..found }, deed))
        };
        self.rebrand(staff, tenant, change, Kept::Are(&pictures)).await
    }

    /// Takes a company's logo away: its name stands in its place.
    pub async fn remove_logo(&self, staff: &StaffScope, tenant: TenantId) -> Result<()> {
        may_change(staff)?;
        let change = |found: Tenant| {
            found.logo.is_some().then_some((Tenant { logo: None, ..found }, Deed::LogoRemoved))
        };
        self.rebrand(staff, tenant, change, Kept::Go).await
    }

    /// Gives the operator another logo: that of the back office, and of what staff are written.
    pub async fn save_operator_logo(&self, staff: &StaffScope, file: Vec<u8>) -> Result<()> {
        may_change_operator(staff)?;
        let made = self.pictures.work(move || picture::make(&file)).await?;
        let Made { logo, pictures } = made.map_err(|refusal| refused("logo", refusal.into()))?;
        self.rebrand_operator(staff, Some((&logo, &pictures))).await
    }

    /// Takes it away.
    pub async fn remove_operator_logo(&self, staff: &StaffScope) -> Result<()> {
        may_change_operator(staff)?;
        self.rebrand_operator(staff, None).await
    }

    async fn rebrand_operator(&self, staff: &StaffScope, new: Option<(&Logo, &Pictures)>) -> Result<()> {
        let own = staff.on(staff.operator()).ok_or(Error::Forbidden)?;
        again(|| async {
            let found = self.store.operator().await?.ok_or(Error::NotFound)?;
            let logo = new.map(|(logo, _)| logo.clone());
            if found.logo == logo {
                return Ok(());
            }
            let mut tx = self.store.office_write(staff).await?;
            tx.update_tenant(&Tenant { logo, ..found }).await?;
            let tx = tx.go_on(&own).await?;
            let deed = if let Some((logo, pictures)) = new {
                tx.logos().keep_pictures(&logo.hash, pictures).await?;
                Deed::LogoChanged { hash: logo.hash.clone() }
            } else {
                tx.logos().discard_pictures().await?;
                Deed::LogoRemoved
            };
            tx.audit().note(None, &deed).await?;
            Ok(tx.commit().await?)
        })
        .await
    }

    /// A picture of the logo with this hash, for the visitors of a company's portal. `None` when it has another logo by now.
    pub async fn logo(&self, tenant: TenantId, hash: &str, which: Picture) -> Result<Option<Vec<u8>>> {
        let guest = self.store.doors().guest(tenant).await?;
        self.logo_for(&guest, hash, which).await
    }

    /// The same for whoever has a scope of the company.
    pub async fn logo_for(&self, scope: &Scope, hash: &str, which: Picture) -> Result<Option<Vec<u8>>> {
        Ok(self.store.read(scope).await?.logos().picture(hash, which).await?)
    }

    async fn rebrand(
        &self,
        staff: &StaffScope,
        tenant: TenantId,
        change: impl Fn(Tenant) -> Option<(Tenant, Deed)> + Send + Sync,
        kept: Kept<'_>,
    ) -> Result<()> {
        let scope = tenant_of(staff, tenant)?;
        again(|| async {
            let mut tx = self.store.office_write(staff).await?;
            let found = tx.tenants().await?.into_iter().find(|it| it.id == tenant).ok_or(Error::NotFound)?;
            let Some((changed, deed)) = change(found) else { return Ok(()) };
            tx.update_tenant(&changed).await?;
            let tx = tx.go_on(&scope).await?;
            match (kept, &changed.logo) {
                (Kept::Are(pictures), Some(logo)) => tx.logos().keep_pictures(&logo.hash, pictures).await?,
                (Kept::Go, _) => tx.logos().discard_pictures().await?,
                (Kept::Stay, _) | (Kept::Are(_), None) => {}
            }
            tx.audit().note(None, &deed).await?;
            Ok(tx.commit().await?)
        })
        .await
    }
}

fn may_change_operator(staff: &StaffScope) -> Result<()> {
    if staff.may(StaffRight::EditSettings) && staff.sees_all() { Ok(()) } else { Err(Error::Forbidden) }
}

fn may_change(staff: &StaffScope) -> Result<()> {
    if staff.may(StaffRight::EditTenants) { Ok(()) } else { Err(Error::Forbidden) }
}
