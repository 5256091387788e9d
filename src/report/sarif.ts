// Diagnostics as SARIF 2.1.0 with repository-relative addresses. https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
import { sha256 } from '../model/digest.ts';
import { harmless } from './harmless.ts';
import { inert, type Located } from './located.ts';

const levels = { error: 'error', warning: 'warning', info: 'note' } as const;
export interface RuleText { readonly title: string; readonly help: string; /** `ISO 27001 A.8.6`: shown as tags, by which findings are filtered. https://docs.github.com/en/code-security/code-scanning/integrating-with-code-scanning/sarif-support-for-code-scanning */ readonly controls?: readonly string[] }

export function sarifOf(all: readonly Located[], version: string, ruleText: (code: string) => RuleText | undefined): string {
  const results = all.filter((d) => d.waived === undefined);
  const rules = [...new Set(results.map((d) => d.code))].sort();
  return `${JSON.stringify({
    $schema: 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json', version: '2.1.0',
    runs: [{
      tool: { driver: {
        name: 'Leitwerk', semanticVersion: version,
        rules: rules.map((id) => { const text = ruleText(id); return { id, shortDescription: { text: text?.title ?? id }, help: { text: text?.help ?? `leitwerk explain ${id}` }, ...(text?.controls && text.controls.length > 0 ? { properties: { tags: text.controls } } : {}) }; }),
      } },
      // columns as JavaScript and TypeScript count them
      columnKind: 'utf16CodeUnits',
      originalUriBaseIds: { '%SRCROOT%': { description: { text: 'The root of the repository.' } } },
      results: results.map((d) => ({
        ruleId: d.code, ruleIndex: rules.indexOf(d.code), level: levels[d.severity],
        message: { text: inert([d.what, ...(d.why ?? []), ...(d.remedies ?? []).map((r) => `→ ${r.text}`)].join('\n')) },
        ...(d.place ? { locations: [location(d.place)] } : {}),
        ...(d.relatedPlaces.some((r) => r.place) ? { relatedLocations: d.relatedPlaces.flatMap((r) => r.place ? [{ ...location(r.place), message: { text: inert(r.what) } }] : []) } : {}),
        partialFingerprints: { 'leitwerk/v1': fingerprint(d) },
      })),
    }],
  }, null, 2)}\n`;
}

const location = ({ file, line, column, endColumn }: NonNullable<Located['place']>) => ({
  physicalLocation: {
    artifactLocation: { uri: harmless(file).split('/').map(encodeURIComponent).join('/'), uriBaseId: '%SRCROOT%' },
    ...(line === undefined ? {} : { region: { startLine: line, ...(column === undefined ? {} : { startColumn: column }), ...(endColumn === undefined ? {} : { endColumn }) } }),
  },
});
/** Stable when lines move: the rule, the construct, the property and the object, never the position. */
const fingerprint = (d: Located): string => sha256(JSON.stringify([d.code, 'node' in d.at ? [d.at.node, d.at.property] : d.at, d.object])).slice(0, 32);
