// Each kind of file that we emit, read back as data by a program that is not ours, so that two files can be compared whatever their texts are.
import * as jsYaml from 'js-yaml';
import { marked } from 'marked';
import { parse, parseFragment, type DefaultTreeAdapterTypes } from 'parse5';
import * as eemeli from 'yaml';

export interface Reader { readonly name: string; readonly read: (text: string) => unknown; /** What is left of a declared text here; default, all. */ readonly as?: (text: string) => string }

/** Front matter of a Markdown document: data for machines, which renderers leave out. */
const head = /^---\n([\s\S]*?)\n---\n/;

/** Everything that is to be read with the file of this path. No reader: the file must not depend on texts at all. */
export function readersOf(path: string): readonly Reader[] {
  if (path.endsWith('/Chart.yaml')) return yamls(withoutVersion, (t) => t.split('\n')[0]!);
  if (/\/(pipelines|applications)\.yaml$/.test(path)) return path.includes('/chart/') ? [] : yamls(expanded);
  if (path.includes('/chart/templates/')) return [];
  if (path.endsWith('/features.yaml')) return path.includes('/chart/') ? [] : yamls(withPython);
  if (path.endsWith('.py')) return [{ name: 'Python', read: python }];
  if (/\/kubernetes\/[^/]+\/(prompts|guardrails)\.yaml$/.test(path)) return yamls((v) => asked(mounted(v)));
  if (/\/(evaluation|registry|llm\/prompts)\/.*\.(json|yaml)$/.test(path)) return path.endsWith('.json') ? [{ name: 'JSON', read: (text) => asked(JSON.parse(text)) }] : yamls(asked);
  if (path.endsWith('.odcs.yaml')) return yamls(withValues);
  if (/\.ya?ml$/.test(path)) return yamls();
  if (path.endsWith('.tf.json')) return [{ name: 'JSON, HCL', read: (text) => evaluated(JSON.parse(text)) }];
  if (path.endsWith('.json')) return [{ name: 'JSON', read: (text) => JSON.parse(text) as unknown }];
  if (path.endsWith('.html')) return [{ name: 'parse5', read: (text) => elements(parse(text)), as: (t) => t.replace(/\r\n?/g, '\n') }];
  if (path.endsWith('.md')) return [{ name: 'marked', read: (text) => elements(parseFragment(marked.parse(text.replace(head, ''), { async: false }))), as: (t) => t.replace(/\r\n?/g, '\n').replace(/\t/g, ' ') }, ...yamls().map((r): Reader => ({ ...r, read: (text) => r.read(head.exec(text)?.[1] ?? '') }))];
  return [];
}

const yamls = (after: (value: unknown) => unknown = (v) => v, as?: (t: string) => string): readonly Reader[] => Object.entries({
  'yaml 1.1': (text: string) => eemeli.parseAllDocuments(text, { version: '1.1', merge: false }).map(documentOf),
  'yaml 1.2': (text: string) => eemeli.parseAllDocuments(text, { version: '1.2' }).map(documentOf),
  'js-yaml': (text: string) => jsYaml.loadAll(text),
}).map(([name, read]) => ({ name, read: (text) => after(read(text)), ...(as ? { as } : {}) }));
function documentOf(document: { readonly errors: readonly Error[]; toJS: () => unknown }): unknown { if (document.errors[0]) throw document.errors[0]; return document.toJS(); }
/** A chart's version is the digest of what is in it. */
const withoutVersion = (documents: unknown): unknown => (documents as readonly object[]).map((d) => ({ ...d, version: '' }));

/** Data contracts, with each list of values as a list: one of which some value looks like a variable is a pattern of alternatives. */
const withValues = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(withValues);
  if (typeof value !== 'object' || value === null) return value;
  const [, alternatives] = /^\^\((.*)\)\$$/s.exec('pattern' in value && typeof value.pattern === 'string' ? value.pattern : '') ?? [];
  if (alternatives !== undefined) return { validValues: (alternatives.match(/(?:[^|\\]|\\.)*(?:\||$)/gs) ?? []).slice(0, -1).map((one) => one.replace(/\|$/, '').replace(/\\(.)/gs, '$1')) };
  return Object.fromEntries(Object.entries(value).map(([k, v]) => [k, withValues(v)]));
};

// ---- Python: https://docs.python.org/3/reference/lexical_analysis.html#string-and-bytes-literals ----

/** Code, and the values of the literals in it; the judge of Feast runs the same texts through Python itself. */
function python(text: string): unknown {
  const literals: unknown[] = [];
  const code = text.replace(/#[^\n]*|"(?:[^"\\\n]|\\.)*"/g, (found) => { if (found.startsWith('#')) return found; literals.push(JSON.parse(found)); return '""'; });
  return { code, literals };
}
/** Objects with files of Python in them, and of JSON. */
const withPython = (value: unknown): unknown => (Array.isArray(value) ? value.map(withPython) : typeof value !== 'object' || value === null ? value
  : Object.fromEntries(Object.entries(value).map(([k, v]) => [k, typeof v === 'string' && k.endsWith('.py') ? python(v) : withPython(v)])));

// ---- texts for language models ----

/** JSON in a ConfigMap as what it says. */
const mounted = (value: unknown): unknown => {
  if (typeof value === 'string') { try { return JSON.parse(value) as unknown; } catch { return value; } }
  if (Array.isArray(value)) return value.map(mounted);
  return typeof value === 'object' && value !== null ? Object.fromEntries(Object.entries(value).map(([k, v]) => [k, k === 'data' || /\.(json|yml)$/.test(k) ? mounted(v) : typeof v === 'object' ? mounted(v) : v])) : value;
};
/** What a template engine makes of a text that puts nothing in: `{{ '{%' }}` is `{%`. Digests follow from the texts. */
const asked = (value: unknown): unknown => {
  if (typeof value === 'string') return value.replace(/\{\{ '(\{[{%#])' \}\}/g, '$1').replace(/sha256:[0-9a-f]{64}/g, 'sha256:');
  if (Array.isArray(value)) return value.map(asked);
  return typeof value === 'object' && value !== null ? Object.fromEntries(Object.entries(value).map(([k, v]) => [k, asked(v)])) : value;
};

// ---- Terraform: https://developer.hashicorp.com/terraform/language/expressions/strings ----

/** Literal text of a template, and what is evaluated in it; a text in which something is, is a list. */
export function template(text: string): string | readonly (string | { readonly live: string })[] {
  const parts: (string | { readonly live: string })[] = [];
  let literal = '';
  for (let i = 0; i < text.length; i++) {
    const three = text.slice(i, i + 3);
    if (three === '$${' || three === '%%{') { literal += three.slice(1); i += 2; continue; }
    if (three.startsWith('${') || three.startsWith('%{')) {
      const end = text.indexOf('}', i);
      if (end < 0) throw new Error(`a template that is not closed: ${text.slice(i, i + 40)}`);
      parts.push(literal, { live: text.slice(i, end + 1) });
      literal = '';
      i = end;
      continue;
    }
    literal += text[i];
  }
  return parts.length === 0 ? literal : [...parts, literal];
}
/** `moved` and the backend are not templates, and hold no text of an author. */
function evaluated(value: unknown): unknown {
  if (typeof value === 'string') return template(value);
  if (Array.isArray(value)) return value.map(evaluated);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([k, v]) => [String(template(k)), evaluated(v)]));
}

// ---- kubelet: https://github.com/kubernetes/kubernetes/blob/master/third_party/forked/golang/expansion/expand.go ----

/** A command as the container gets it; what is put into it shows as `<NAME>`. */
export function expand(text: string): string {
  let out = '';
  for (let i = 0; i < text.length; i++) {
    const next = text[i + 1];
    if (text[i] !== '$' || next === undefined) { out += text[i]; continue; }
    const close = text.indexOf(')', i);
    if (next === '$') { out += '$'; i++; }
    else if (next === '(' && close > 0) { out += `<${text.slice(i + 2, close)}>`; i = close; }
    else { out += `$${next}`; i++; }
  }
  return out;
}
const expanded = (value: unknown, inCommand = false): unknown => {
  if (typeof value === 'string') return inCommand ? expand(value) : value;
  if (Array.isArray(value)) return value.map((v) => expanded(v, inCommand));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([k, v]) => [k, expanded(v, k === 'command' || k === 'args' || k === 'value')]));
};

// ---- HTML ----

type Node = DefaultTreeAdapterTypes.Node;
/** Elements with their attributes and children; a comment counts as an element. Line breaks are text, so that a text of several lines is one. */
function elements(node: Node): unknown {
  const children: unknown[] = [];
  for (const child of 'childNodes' in node ? node.childNodes : []) {
    const text = '#text' === child.nodeName ? (child as DefaultTreeAdapterTypes.TextNode).value : child.nodeName === 'br' ? '\n' : undefined;
    if (text === undefined) children.push(elements(child));
    else if (typeof children.at(-1) === 'string') children.push(`${children.pop() as string}${text}`);
    else children.push(text);
  }
  return { [node.nodeName]: children, ...('attrs' in node ? { attributes: node.attrs.map((a) => [a.name, a.value]) } : {}) };
}

