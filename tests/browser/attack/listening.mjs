// A page that notes what has run in it or in a frame of it.
export async function listening(context) {
  await context.addInitScript(() => {
    globalThis.ran = [];
    globalThis.xss = (number) => globalThis.ran.push(number);
  });
  const page = await context.newPage();
  page.on("dialog", (dialog) => dialog.dismiss());
  return page;
}
