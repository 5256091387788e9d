// Guardrails as Presidio reads them: recognisers for its analyser, operators for its anonymiser. It stands in no path: applications ask it.
import { presidioEntities, type Check } from '../../model/guardrails.ts';
import type { JsonObject } from '../../model/json.ts';
import type { NodeOf } from '../../model/node.ts';
import { file, target, type FileArtefact } from '../../target.ts';

/** Flags of Python's `re` that Presidio gives to every pattern: DOTALL and MULTILINE, without IGNORECASE. https://docs.python.org/3/library/re.html#flags */
const flags = 24;
/** A pattern of the project's own is no guess. */
const certain = 1;
const entityOf = (name: string): string => name.toUpperCase().replace(/-/g, '_');
/** Predefined recognisers: https://microsoft.github.io/presidio/supported_entities/ */
const recognisers: Readonly<Record<string, string>> = {
  PERSON: 'SpacyRecognizer', LOCATION: 'SpacyRecognizer', DATE_TIME: 'DateRecognizer', EMAIL_ADDRESS: 'EmailRecognizer', PHONE_NUMBER: 'PhoneRecognizer', IBAN_CODE: 'IbanRecognizer', CREDIT_CARD: 'CreditCardRecognizer', IP_ADDRESS: 'IpRecognizer',
  DE_ID_CARD: 'DeIdCardRecognizer', DE_TAX_ID: 'DeTaxIdRecognizer', DE_SOCIAL_SECURITY: 'DeSocialSecurityRecognizer', DE_PASSPORT: 'DePassportRecognizer', UK_NINO: 'UkNinoRecognizer', UK_NHS: 'NhsRecognizer', US_SSN: 'UsSsnRecognizer',
};
const models = { de: 'de_core_news_lg', en: 'en_core_web_lg', fr: 'fr_core_news_lg' } as const;
const is = <K extends Check['kind']>(kind: K) => (check: Check): check is Extract<Check, { readonly kind: K }> => check.kind === kind;

export default target({
  system: 'Presidio', api: '2.2', docs: 'https://microsoft.github.io/presidio/analyzer/analyzer_engine_provider/',
  concern: 'guardrails', consumes: ['ModelEndpoint'], per: 'node', scope: 'environment', judge: 'presidio', asks: ({ guardrails }) => guardrails.length > 0,
  *emit(endpoint, { get }) { for (const ref of endpoint.guardrails) yield* filesOf(endpoint.$id, get(ref)); },
});

/** What it cannot make is left out here; `guardrails-can-be-enforced` names it. */
function* filesOf(endpoint: string, { $id, $path, on, action, refusal, checks }: NodeOf<'Guardrail'>): Generator<FileArtefact> {
  const personal = checks.filter(is('personal-data')), patterns = checks.filter(is('pattern'));
  if (personal.length + patterns.length === 0) return;
  const options = { from: [$path] };
  const languages = [...new Set(personal.map((c) => c.language))].sort(), all = languages.length > 0 ? languages : ['en' as const];
  const predefined = personal.flatMap((c) => presidioEntities(c).map((entity) => ({ name: recognisers[entity]!, language: c.language })));
  const own = patterns.flatMap((p) => all.map((language): JsonObject => ({ name: `${p.name}-${language}`, type: 'custom', supported_entity: entityOf(p.name), supported_languages: [{ language }], patterns: [{ name: p.name, regex: p.pattern, score: certain }] })));
  yield file(`llm/guardrails/${endpoint}/${$id}/analyzer.yaml`, {
    supported_languages: all, default_score_threshold: 0.4,
    nlp_configuration: { nlp_engine_name: 'spacy', models: all.map((l) => ({ lang_code: l, model_name: models[l] })) },
    recognizer_registry: {
      supported_languages: all, global_regex_flags: flags,
      recognizers: [...new Set(predefined.map((p) => p.name))].sort().map((name): JsonObject => ({ name, type: 'predefined', supported_languages: [...new Set(predefined.filter((p) => p.name === name).map((p) => p.language))].sort() })).concat(own),
    },
  }, options);
  const entities = [...personal.flatMap(presidioEntities), ...patterns.map((p) => entityOf(p.name))];
  yield file(`llm/guardrails/${endpoint}/${$id}/anonymizer.json`, { on, action, refusal, entities, operators: Object.fromEntries(entities.map((e) => [e, action === 'mask' ? { type: 'replace', new_value: `[${e}]` } : { type: 'keep' }])) }, options);
}
