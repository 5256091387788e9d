// Positions: where a property is said to be, by how it is written. One project per style in test/positions/fixtures; the last column of a row is the call that made the construct.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { originalPositionFor, TraceMap } from '@jridgewell/trace-mapping';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cool } from '../src/load/evaluators.ts';
import { load, type Loaded } from '../src/load/load.ts';
import { locate, locateAll, Locator } from '../src/load/position.ts';
import { origins } from '../src/load/source-map.ts';
import type { FileSite } from '../src/model/diagnostic.ts';
import type { Path } from '../src/model/json.ts';
import { buildForTests, cleanUp, root as repository } from './load/build.ts';

const root = join(repository, 'test/positions/fixtures');
type Row = readonly [style: string, property: string, at: string, text: string, rung: NonNullable<FileSite['rung']>, sure: 'exact' | 'near', madeBy?: string];

/** The environment at fault is production. A construct is called `chat`; a path without construct is of the project itself. */
const table: readonly Row[] = [
  ['literal', 'chat.context', 'project.ts:6:48', '3', 'property', 'exact'],
  ['quoted-key', 'chat.context', 'project.ts:6:50', '3', 'property', 'exact'],
  ['computed-key', 'chat.context', 'project.ts:6:52', '3', 'property', 'exact'],
  ['shorthand', 'chat.context', 'project.ts:7:39', 'context', 'property', 'exact'],
  ['named-constant', 'chat.context', 'project.ts:7:48', 'LIMIT', 'property', 'exact'],
  ['cast', 'chat.context', 'project.ts:6:49', '3', 'property', 'exact'],
  ['nested', 'chat.traffic.mean', 'project.ts:7:24', '\'3/s\'', 'property', 'exact'],
  ['nested-variable', 'chat.traffic.mean', 'project.ts:2:22', '\'3/s\'', 'property', 'exact'],
  ['value-helper', 'chat.traffic.input.p50', 'project.ts:6:85', '0', 'property', 'exact'],
  ['money-helper', 'chat.limit.amount', 'project.ts:6:46', 'eur(48_000)', 'property', 'exact'],
  ['list-element', 'chat.tags.1', 'project.ts:6:51', '\'b\'', 'property', 'exact'],
  ['object-in-list', 'chat.connects.1.port', 'project.ts:6:71', '0', 'property', 'exact'],
  ['loop', 'chat.context', 'project.ts:7:46', '3', 'property', 'exact'],
  ['map-callback', 'chat.context', 'project.ts:6:73', '3', 'property', 'exact', 'project.ts:6:22'],
  ['map-element', 'chat.context', 'project.ts:6:5', '[{ id: \'chat\', context: 3 }]', 'source', 'near', 'project.ts:6:34'],
  ['variable', 'chat.context', 'project.ts:6:30', '3', 'property', 'exact'],
  ['spread', 'chat.context', 'project.ts:6:33', '3', 'property', 'exact'],
  ['spread-of-spread', 'chat.context', 'project.ts:2:25', '3', 'property', 'exact'],
  ['overridden-spread', 'chat.context', 'project.ts:7:61', '5', 'property', 'exact'],
  ['member', 'chat.context', 'project.ts:2:58', '3', 'property', 'exact'],
  ['chosen-by-key', 'chat.context', 'project.ts:8:42', 'sizes', 'source', 'near'],
  ['destructured', 'chat.context', 'project.ts:2:39', '3', 'property', 'exact'],
  ['imported-constant', 'chat.context', 'more.ts:2:12', '3', 'property', 'exact'],
  ['imported-json', 'chat.context', 'sizes.json:3:14', '3', 'property', 'exact'],
  ['imported-helper', 'chat.context', 'sized.ts:2:21', 'n', 'property', 'exact'],
  ['arrow-helper', 'chat.context', 'project.ts:7:55', '3', 'property', 'exact'],
  ['construct-in-helper-file', 'chat.context', 'chat.ts:3:54', '3', 'property', 'exact', 'project.ts:7:5'],
  ['argument-of-helper', 'chat.context', 'project.ts:9:39', '3', 'property', 'exact', 'project.ts:9:5'],
  ['destructured-argument', 'chat.context', 'project.ts:9:51', '3', 'property', 'exact', 'project.ts:9:5'],
  ['subclass', 'chat.context', 'project.ts:4:24', 'context', 'property', 'exact', 'project.ts:11:5'],
  ['subclass-without-constructor', 'chat.context', 'project.ts:7:39', '3', 'property', 'exact'],
  ['group', 'pair/chat.context', 'project.ts:5:48', '3', 'property', 'exact', 'project.ts:12:5'],
  ['in-env', 'chat.context', 'project.ts:6:76', '3', 'property', 'exact'],
  ['in-env-default', 'chat.context', 'project.ts:6:65', '3', 'property', 'exact'],
  ['in-env-object', 'chat.traffic.mean', 'project.ts:6:102', '\'3/s\'', 'property', 'exact'],
  ['in-env-around-all', 'chat.context', 'project.ts:2:25', '3', 'property', 'exact'],
  ['frozen', 'chat.context', 'project.ts:6:62', '3', 'property', 'exact'],
  ['assigned-together', 'chat.context', 'project.ts:6:82', '3', 'property', 'exact'],
  ['assigned-late', 'chat.context', 'project.ts:7:20', '3', 'property', 'near'],
  ['condition', 'chat.context', 'project.ts:6:60', '3', 'property', 'near'],
  ['entries', 'chat.context', 'project.ts:6:58', 'Object.fromEntries([[\'context\', 3]])', 'source', 'near'],
  ['missing', 'chat.traffic.peak', 'project.ts:6:64', '{ mean: \'3/s\' }', 'property', 'exact'],
  ['no-literal', 'chat.context', 'project.ts:7:5', 'new ModelEndpoint(...all)', 'declaration', 'near'],
  ['far-characters', 'chat.context', 'project.ts:6:83', '3', 'property', 'exact'],
  ['carriage-returns', 'chat.context', 'project.ts:8:16', '3', 'property', 'exact'],
  ['the-project-itself', 'kpi.target', 'project.ts:5:85', '\'60%\'', 'property', 'exact'],
];
/** A reader who writes plain literals always gets the property itself. */
const plain = ['literal', 'quoted-key', 'computed-key', 'shorthand', 'named-constant', 'cast', 'nested', 'value-helper', 'list-element', 'object-in-list', 'loop', 'map-callback', 'in-env', 'in-env-default', 'far-characters', 'carriage-returns', 'the-project-itself'];

let loaded: ReadonlyMap<string, Loaded>;
let by: Locator;
beforeAll(async () => {
  const { value, diagnostics } = await load({ ...await buildForTests(), root });
  expect(diagnostics).toEqual([]);
  loaded = new Map(value.map((l) => [l.project, l]));
  by = new Locator(loaded);
});
afterAll(() => { cool(); cleanUp(); });

const siteOf = (style: string, written: string) => {
  const [head = '', ...rest] = written.split('.');
  const own = head.endsWith('chat');
  const property: Path = (own ? rest : [head, ...rest]).map((s) => /^\d+$/.test(s) ? Number(s) : s);
  return { node: own ? `${style}/${head}` : style, property, environment: 'production' };
};
const short = (style: string, { file, line, column }: FileSite) => `${file.replace(`projects/${style}/`, '')}:${line}:${column}`;

describe('the place of a property', () => {
  it('is known for at least thirty styles, one project each', () => {
    expect(table.length).toBeGreaterThanOrEqual(30);
    expect(table.map(([style]) => style).sort()).toEqual(readdirSync(join(root, 'projects')).sort());
  });

  for (const [style, written, at, text, rung, sure, madeBy] of table) {
    it(`${style}: ${written} at ${at}`, async () => {
      const site = siteOf(style, written);
      const place = await by.place(site);
      expect([short(style, place), place.rung, place.exact ? 'exact' : 'near']).toEqual([at, rung, sure]);
      const line = readFileSync(join(root, place.file), 'utf8').split('\n')[place.line! - 1]!;
      expect(line.slice(place.column! - 1, place.endColumn! - 1)).toBe(text);
      expect(by.callers(site).map((c) => short(style, c))).toEqual(madeBy === undefined ? [] : [madeBy]);
    });
  }

  it('is the first rung wherever the literal is plain', () => {
    const rungs = table.filter(([style]) => plain.includes(style)).map(([, , , , rung, sure]) => `${rung} ${sure}`);
    expect(rungs).toEqual(plain.map(() => 'property exact'));
  });
});

describe('other places', () => {
  it('the name of a property, if that is what is wrong', async () => {
    expect(await locate({ ...siteOf('quoted-key', 'chat.context'), key: true }, loaded)).toMatchObject({ line: 6, column: 39, endColumn: 48, exact: true });
  });

  it('the value of another environment', async () => {
    expect(await locate({ ...siteOf('in-env', 'chat.context'), environment: 'dev' }, loaded)).toMatchObject({ line: 6, column: 61 });
  });

  it('the declaration, where no property is named', async () => {
    expect(await locate({ node: 'nested/chat' }, loaded)).toMatchObject({ file: 'projects/nested/project.ts', line: 6, column: 5, exact: true });
  });

  it('the file, where the node is not known', async () => {
    expect(await locate({ node: 'nested/nothing', property: ['x'] }, loaded)).toEqual({ file: 'projects/nested/project.ts', exact: false });
  });

  it('each node carries file and line of its declaration', () => {
    const places = (project: string): unknown => loaded.get(project)!.model.nodes.map((n) => [n.path, n.place]);
    expect(places('nested')).toEqual([['nested', 'projects/nested/project.ts:5'], ['nested/chat', 'projects/nested/project.ts:6']]);
    expect(places('construct-in-helper-file')).toContainEqual(['construct-in-helper-file/chat', 'projects/construct-in-helper-file/chat.ts:3']);
  });

  it('places in a bundle are read from its source map as an independent reader does', () => {
    let compared = 0;
    for (const { text, map } of loaded.values()) {
      const oracle = new TraceMap(map);
      const places = text.split('\n').flatMap((row, line) => Array.from({ length: row.length + 1 }, (_, column) => ({ line, column })));
      const expected = places.map(({ line, column }) => originalPositionFor(oracle, { line: line + 1, column })).map(({ source, line, column }) => source === null ? undefined : { source, line: line - 1, column });
      expect(origins(map, places.toReversed()).toReversed()).toEqual(expected);
      compared += places.length;
    }
    expect(compared).toBeGreaterThan(10_000);
  });

  it('the calls that made it are related places', async () => {
    const [found] = await locateAll([{ code: 'LW0000', severity: 'error', at: siteOf('construct-in-helper-file', 'chat.context'), what: 'too small' }], loaded);
    expect(found!.at).toMatchObject({ file: 'projects/construct-in-helper-file/chat.ts', line: 3, column: 54 });
    expect(found!.related).toMatchObject([{ what: 'made by this call', at: { file: 'projects/construct-in-helper-file/project.ts', line: 7, column: 5 } }]);
  });
});
