// Where personal data of the EU may go without a further basis: the EEA itself, and what the European Commission has found adequate. Read on 2026-11-23.
// A decision can fall in court or run out, so each has its dates; keys are what a platform writes as the jurisdiction of a region.

export interface Jurisdiction {
  readonly title: string;
  /** `inside`: the GDPR holds there. `adequate`: a decision of the Commission; `listed-only`: it covers only companies on a list. */
  readonly protection: 'inside' | 'adequate' | 'listed-only';
  readonly from: string;
  /** Last day, where the decision ends by itself. */
  readonly until?: string;
  readonly note?: string;
  readonly source: string;
}

const list = 'https://commission.europa.eu/law/law-topic/data-protection/international-dimension-data-protection/adequacy-decisions_en';
const adequate = (title: string, from: string, more: Partial<Jurisdiction> = {}): Jurisdiction => ({ title, protection: 'adequate', from, source: list, ...more });

export const jurisdictions: Readonly<Record<string, Jurisdiction>> = {
  EU: { title: 'European Union', protection: 'inside', from: '2018-05-25', source: 'https://eur-lex.europa.eu/eli/reg/2016/679/oj' },
  // Iceland, Liechtenstein and Norway took the GDPR over in July 2018.
  EEA: { title: 'European Economic Area', protection: 'inside', from: '2018-07-20', source: 'https://eur-lex.europa.eu/eli/dec/2018/1022/oj' },
  AD: adequate('Andorra', '2010-10-19'), AR: adequate('Argentina', '2003-06-30'), BR: adequate('Brazil', '2026-01-26', { source: 'https://eur-lex.europa.eu/eli/dec_impl/2026/179/oj' }),
  CA: adequate('Canada', '2001-12-20', { protection: 'listed-only', note: 'only companies under the federal act on privacy in the private sector' }),
  CH: adequate('Switzerland', '2000-07-26'), FO: adequate('Faroe Islands', '2010-03-05'), GG: adequate('Guernsey', '2003-11-21'), IL: adequate('Israel', '2011-01-31'), IM: adequate('Isle of Man', '2004-04-28'),
  JE: adequate('Jersey', '2008-05-08'), JP: adequate('Japan', '2019-01-23', { note: 'only the private sector' }), KR: adequate('Republic of Korea', '2021-12-17'), NZ: adequate('New Zealand', '2012-12-19'),
  UK: adequate('United Kingdom', '2021-06-28', { until: '2031-12-27' }), UY: adequate('Uruguay', '2012-08-21'),
  US: adequate('United States', '2023-07-10', { protection: 'listed-only', note: 'only companies on the list of the Data Privacy Framework', source: 'https://eur-lex.europa.eu/eli/dec_impl/2023/1795/oj' }),
};

/** What holds of a jurisdiction on a day; nothing, where no decision covers it then. */
export function protectionIn(jurisdiction: string, asOf: string): Jurisdiction | undefined {
  const found = Object.hasOwn(jurisdictions, jurisdiction) ? jurisdictions[jurisdiction] : undefined;
  return found !== undefined && found.from <= asOf && (found.until === undefined || asOf <= found.until) ? found : undefined;
}
/** Does the GDPR hold in both? Then nothing is transferred. */
export const sameSpace = (a: string, b: string): boolean => a === b || [a, b].every((j) => jurisdictions[j]?.protection === 'inside');
