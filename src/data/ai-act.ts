// Obligations of the EU AI Act by class and role, and the day from which each applies. Regulation (EU) 2024/1689 as amended by Regulation (EU) 2026/1744; read on 2026-11-23.
// Dates have moved once and may again: they are data, and nothing else in the compiler knows them.

export type AiActClass = 'prohibited' | 'high-risk' | 'transparency' | 'minimal';
export type AiActRole = 'provider' | 'deployer' | 'importer' | 'distributor';
/** What in a declaration may answer an obligation. `elsewhere`: nothing can; it is done and filed by people. */
export type Answer = 'oversight' | 'evidence' | 'logs' | 'data' | 'monitoring' | 'notice' | 'assessment' | 'documents' | 'decisions' | 'incidents' | 'never' | 'elsewhere';

export interface Obligation {
  readonly article: string;
  /** In our own words. */
  readonly title: string;
  readonly classes: readonly AiActClass[];
  readonly roles: readonly AiActRole[];
  /** `product-safety` systems, those of Annex I, have their own date. */
  readonly from: string | { readonly annexI: string; readonly annexIII: string };
  readonly answer: Answer;
  readonly source: string;
}

const act = 'https://eur-lex.europa.eu/eli/reg/2024/1689/oj';
const amended = 'https://eur-lex.europa.eu/eli/reg/2026/1744/oj';
// https://eur-lex.europa.eu/eli/reg/2024/1689/oj Article 113, as amended.
const first = '2025-02-02';
const general = '2026-08-02';
const highRisk = { annexIII: '2027-12-02', annexI: '2028-08-02' } as const;

const every: readonly AiActClass[] = ['prohibited', 'high-risk', 'transparency', 'minimal'];
const all: readonly AiActRole[] = ['provider', 'deployer', 'importer', 'distributor'];
const high = (article: string, roles: readonly AiActRole[], title: string, answer: Answer): Obligation => ({ article, title, classes: ['high-risk'], roles, from: highRisk, answer, source: amended });

export const obligations: readonly Obligation[] = [
  { article: 'Art. 5', title: 'forbidden practices are not done', classes: ['prohibited'], roles: all, from: first, answer: 'never', source: act },
  { article: 'Art. 4', title: 'people who work with it know enough of AI', classes: every, roles: ['provider', 'deployer'], from: first, answer: 'elsewhere', source: amended },
  { article: 'Art. 50(1)', title: 'people are told that they deal with an AI', classes: ['transparency', 'high-risk'], roles: ['provider'], from: general, answer: 'notice', source: act },
  // Systems that were on the market before that day have until then: Art. 111(4).
  { article: 'Art. 50(2)', title: 'what it generates is marked so that machines can tell', classes: ['transparency'], roles: ['provider'], from: '2026-12-02', answer: 'elsewhere', source: amended },
  { article: 'Art. 50(3)-(4)', title: 'people are told of recognised emotions, deep fakes and generated text on public matters', classes: ['transparency'], roles: ['deployer'], from: general, answer: 'notice', source: act },
  high('Art. 9', ['provider'], 'risks are managed over its whole life', 'decisions'),
  high('Art. 10', ['provider'], 'its data is known, fit and checked', 'data'),
  high('Art. 11', ['provider'], 'a technical file is kept', 'documents'),
  high('Art. 12', ['provider'], 'it logs events by itself', 'logs'),
  high('Art. 13', ['provider'], 'deployers are told how to use it', 'notice'),
  high('Art. 14', ['provider'], 'people can oversee and stop it', 'oversight'),
  high('Art. 15', ['provider'], 'its accuracy and robustness are shown', 'evidence'),
  high('Art. 17', ['provider'], 'quality is managed, and decisions are kept', 'decisions'),
  high('Art. 43', ['provider'], 'its conformity is assessed', 'elsewhere'),
  high('Art. 47', ['provider'], 'its conformity is declared', 'elsewhere'),
  high('Art. 49', ['provider'], 'it is registered', 'elsewhere'),
  high('Art. 72', ['provider'], 'it is observed while in use', 'monitoring'),
  high('Art. 73', ['provider', 'deployer'], 'serious incidents reach somebody who reports them', 'incidents'),
  high('Art. 23', ['importer'], 'conformity is verified before it is brought in', 'elsewhere'),
  high('Art. 24', ['distributor'], 'conformity is verified before it is passed on', 'elsewhere'),
  high('Art. 26(2)', ['deployer'], 'people who are able to oversee it do', 'oversight'),
  high('Art. 26(4)', ['deployer'], 'what it is fed is fit for its purpose', 'data'),
  high('Art. 26(5)', ['deployer'], 'its operation is observed', 'monitoring'),
  high('Art. 26(6)', ['deployer'], 'its logs are kept for half a year', 'logs'),
  high('Art. 26(7), 26(11)', ['deployer'], 'employees and those concerned are told', 'notice'),
  high('Art. 27', ['deployer'], 'impact on the rights of people is assessed', 'assessment'),
];

/** For how long logs are kept at least: Art. 19(1), 26(6). */
export const logsKept = '6mo';

export const obligationsOf = (role: AiActRole, kind: AiActClass): readonly Obligation[] => obligations.filter((o) => o.classes.includes(kind) && o.roles.includes(role));
/** The day from which it applies to a system of this area. */
export const appliesFrom = ({ from }: Obligation, area: string | undefined): string => (typeof from === 'string' ? from : area === 'product-safety' ? from.annexI : from.annexIII);
