// A hook of Node's loader: promptfoo's program exports what it runs, so that it can be run more than once.
let program;
export const initialize = ({ url }) => { program = url; };
export async function load(url, context, next) {
  const loaded = await next(url, context);
  return url === program ? { ...loaded, source: `${loaded.source}\nexport { main };\n` } : loaded;
}
