// The tables of governance: every control that a policy names is in a catalogue, every date is one, every row has a source.
import { describe, expect, test } from 'vitest';
import { appliesFrom, obligations, obligationsOf } from '../../src/data/ai-act.ts';
import { catalogues, controlOf } from '../../src/data/controls.ts';
import { jurisdictions, protectionIn, sameSpace } from '../../src/data/jurisdictions.ts';
import { licenceOf, licences } from '../../src/data/licences.ts';
import { policies } from '../../src/generated/registry.ts';
import { yearBefore } from '../../src/model/dates.ts';

const day = /^\d{4}-\d{2}-\d{2}$/;

describe('controls', () => {
  test.each(Object.entries(policies))('that %s serves are in the catalogues', (_, { controls = [] }) => {
    expect(controls.length).toBeGreaterThan(0);
    expect(controls.filter((c) => controlOf(c) === undefined)).toEqual([]);
    expect(new Set(controls).size).toBe(controls.length);
  });
  test('are found by what policies write, and nothing else is', () => {
    expect(controlOf('ISO 27001 A.8.9')).toMatchObject({ catalogue: 'ISO 27001', id: 'A.8.9', title: 'Configuration' });
    expect(controlOf('FinOps: budgeting')).toMatchObject({ catalogue: 'FinOps', id: 'budgeting' });
    expect(['ISO 27001 A.9.9', 'FinOps budgeting', 'ISO 27001 constructor', 'A.8.9'].map(controlOf)).toEqual([undefined, undefined, undefined, undefined]);
  });
  test('have catalogues with a source', () => { for (const c of Object.values(catalogues)) expect(c.source).toMatch(/^https:\/\//); });
});

describe('the EU AI Act', () => {
  test('has a day, a title and a source for each obligation', () => {
    for (const o of obligations) {
      expect([appliesFrom(o, undefined), appliesFrom(o, 'product-safety')].every((d) => day.test(d))).toBe(true);
      expect(o.source).toMatch(/^https:\/\/eur-lex\.europa\.eu\//);
    }
  });
  test('asks more of a high-risk system, later of one in a product', () => {
    const oversight = obligationsOf('deployer', 'high-risk').find((o) => o.article === 'Art. 26(2)')!;
    expect([appliesFrom(oversight, 'employment'), appliesFrom(oversight, 'product-safety')]).toEqual(['2027-12-02', '2028-08-02']);
    expect(obligationsOf('deployer', 'minimal').map((o) => o.article)).toEqual(['Art. 4']);
  });
  test('is announced a year before', () => expect([yearBefore('2027-12-02'), yearBefore('2028-02-29')]).toEqual(['2026-12-02', '2027-02-28']));
});

describe('jurisdictions', () => {
  test('are adequate from a day on, and some to a day', () => {
    expect(protectionIn('BR', '2026-01-25')).toBeUndefined();
    expect(protectionIn('BR', '2026-01-26')?.protection).toBe('adequate');
    expect([protectionIn('UK', '2031-12-27')?.protection, protectionIn('UK', '2031-12-28')?.protection]).toEqual(['adequate', undefined]);
    expect(protectionIn('US', '2026-11-23')?.protection).toBe('listed-only');
    expect(protectionIn('constructor', '2026-11-23')).toBeUndefined();
  });
  test('of the EEA are one space', () => expect([sameSpace('EU', 'EEA'), sameSpace('EU', 'CH'), sameSpace('XX', 'XX')]).toEqual([true, false, true]));
  test('have a source', () => { for (const j of Object.values(jurisdictions)) { expect(j.from).toMatch(day); expect(j.source).toMatch(/^https:\/\//); } });
});

describe('licences', () => {
  test('are found however they are spelt, and unknown ones are not', () => {
    expect([licenceOf('Apache-2.0')?.id, licenceOf(' MIT ')?.spdx, licenceOf('mine'), licenceOf('constructor')]).toEqual(['apache-2.0', 'MIT', undefined, undefined]);
  });
  test('have a source', () => { for (const l of Object.values(licences)) expect(l.source).toMatch(/^https:\/\//); });
});
