// Panels of a dashboard and where they stand: rows of three, numbered in their order. Lines to compare with are series, so that they move with what is declared.
// Classic JSON: https://grafana.com/docs/grafana/latest/dashboards/build-dashboards/view-dashboard-json-model/
import type { JsonObject } from '../../model/json.ts';

export interface Line { readonly expr: string; readonly legend: string; /** To be compared with: drawn as a dashed line. */ readonly mark?: true }
export interface Panel { readonly title: string; readonly unit: string; readonly lines: readonly Line[] }
export interface Section { readonly title: string; readonly panels: readonly Panel[] }

const datasource = { type: 'prometheus', uid: '${datasource}' } as const;
const [columns, width, height] = [24, 8, 8] as const;

const drawn = (id: number, { title, unit, lines }: Panel, x: number, y: number): JsonObject => ({
  id, type: 'timeseries', title, datasource, gridPos: { h: height, w: width, x, y },
  targets: lines.map(({ expr, legend }, i) => ({ refId: String.fromCharCode(65 + i), datasource, expr, legendFormat: legend })),
  fieldConfig: {
    defaults: { unit },
    overrides: lines.filter((l) => l.mark).map(({ legend }) => ({
      matcher: { id: 'byName', options: legend },
      properties: [{ id: 'custom.lineStyle', value: { fill: 'dash', dash: [8, 6] } }, { id: 'color', value: { mode: 'fixed', fixedColor: 'red' } }],
    })),
  },
  options: {},
});

export function dashboard({ uid, title, tags, sections }: { readonly uid: string; readonly title: string; readonly tags: readonly string[]; readonly sections: readonly Section[] }): JsonObject {
  const panels: JsonObject[] = [];
  let y = 0;
  for (const section of sections) {
    panels.push({ id: panels.length + 1, type: 'row', title: section.title, collapsed: false, gridPos: { h: 1, w: columns, x: 0, y }, panels: [] });
    section.panels.forEach((panel, i) => panels.push(drawn(panels.length + 1, panel, (i * width) % columns, y + 1 + Math.floor((i * width) / columns) * height)));
    y += 1 + Math.ceil((section.panels.length * width) / columns) * height;
  }
  return {
    uid, title, tags: [...tags], schemaVersion: 42, editable: false, graphTooltip: 1, timezone: 'utc', refresh: '1m', time: { from: 'now-24h', to: 'now' },
    templating: { list: [{ type: 'datasource', name: 'datasource', label: 'Prometheus', query: 'prometheus', hide: 0 }] }, annotations: { list: [] }, panels,
  };
}
