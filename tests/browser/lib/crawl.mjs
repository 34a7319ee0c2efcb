// Finds the pages that a person can reach by links, a few of each kind.

export const PER_KIND = 3;

// Words of a query that make another list of it; the others only choose rows.
const VIEWS = ["view", "tab"];

// /tickets/1043?tab=closed → /tickets/{n}?tab, /queue?view=todo&tenant=durand → /queue?tenant&view=todo
export function kindOf(url) {
  const { pathname, searchParams } = new URL(url);
  const path = pathname.split("/").map(partOf).join("/");
  const keys = [...new Set(searchParams.keys())].sort();
  const isList = !path.includes("{n}");
  const query = keys.map((key) => (isList && VIEWS.includes(key) ? `${key}=${searchParams.get(key)}` : key));
  return query.length > 0 ? `${path}?${query.join("&")}` : path;
}

function partOf(part, position, parts) {
  if (/^\d+$/.test(part)) return "{n}";
  if (/^[0-9a-z]+-[0-9A-Za-z]{22}$/.test(part)) return "{token}";
  if (/^[a-z]{3}_[0-9a-f]{32}$/.test(part)) return "{id}";
  return position === 2 && ["queue", "tenants", "callbacks"].includes(parts[1]) ? "{tenant}" : part;
}

// Visits pages from where `page` is, following links on the same origin, and calls `look(page, response, kind)` on each: on as many
// of a kind as `most(kind)` answers when one is found.
export async function crawl(page, look, most = () => PER_KIND) {
  const { origin } = new URL(page.url());
  const waiting = [page.url()];
  const seen = new Set(waiting);
  const kinds = new Map();
  while (waiting.length > 0) {
    const url = waiting.shift();
    const kind = kindOf(url);
    const count = kinds.get(kind) ?? 0;
    if (count >= most(kind)) continue;
    kinds.set(kind, count + 1);
    const response = await page.goto(url);
    const type = response.headers()["content-type"] ?? "";
    if (!type.startsWith("text/html")) continue;
    const links = await page.locator("a[href]:not([download])").evaluateAll((all) => all.map((a) => a.href.split("#")[0]));
    await look(page, response, kind);
    for (const link of links) {
      if (!link.startsWith(`${origin}/`) || seen.has(link)) continue;
      seen.add(link);
      waiting.push(link);
    }
  }
  return [...kinds.keys()];
}
