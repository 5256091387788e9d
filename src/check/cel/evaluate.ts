// A policy on objects, ready to judge: its rule parsed, typed and compiled once, and what it says of an object.
import { cel as catalogue } from '../../model/catalogue/cel.ts';
import { diagnose } from '../../model/catalogue.ts';
import type { Diagnostic } from '../../model/diagnostic.ts';
import type { JsonObject } from '../../model/json.ts';
import type { ObjectPolicy, Selector } from '../../policy.ts';
import { podOf } from '../pods.ts';
import { CelError, compile, type Evaluator } from './compile.ts';
import { explain } from './explain.ts';
import { parse } from './parse.ts';
import { RuleProblem, type Cel, type Problem } from './tree.ts';
import { called as calledType, typeOf } from './types.ts';

export interface Rule { readonly text: string; readonly tree: Cel; readonly variables: readonly string[]; readonly evaluate: Evaluator }

export const variablesOf = (selector: Selector): readonly string[] => selector.select === 'pods' ? ['pod', 'meta'] : ['object'];

/** The compiled rule, or what is wrong with it. */
export function compileRule(text: string, variables: readonly string[]): Rule | Problem {
  try {
    const tree = parse(text, variables);
    const type = typeOf(tree);
    if (type !== 'bool') throw new RuleProblem({ code: 'LW1423', wants: 'bool', got: calledType(type), start: tree.start, end: tree.end });
    return { text, tree, variables, evaluate: compile(tree, variables) };
  } catch (e) {
    if (e instanceof RuleProblem) return e.problem;
    throw e;
  }
}

const compiled = new WeakMap<ObjectPolicy, Rule | Problem>();
/** The rule of a policy; compiled at its first use. */
export function ruleOf(policy: ObjectPolicy): Rule | Problem {
  let rule = compiled.get(policy);
  if (!rule) { rule = compileRule(policy.rule.cel, variablesOf(policy.onObject)); compiled.set(policy, rule); }
  return rule;
}

/** `what` reads after the object's kind and name. */
export type Judgement = 'passes' | { readonly what: string; readonly why: readonly string[] };

/** What a policy says of an emitted object; one that it does not look at passes. An evaluation error refuses, as `failurePolicy: Fail` does in the cluster. */
export function judgeObject(policy: ObjectPolicy, body: JsonObject): Judgement {
  const values = subjectOf(policy.onObject, body);
  if (!values) return 'passes';
  const rule = ruleOf(policy);
  if ('code' in rule) return { what: 'the rule cannot be read', why: [`${rule.code} at ${rule.start}`] };
  const [first] = values;
  if (first === undefined || first === null) return { what: 'has no pod template', why: ['its kind has one, and the rule judges it'] };
  const verdict = rule.evaluate([...values]);
  if (verdict === true) return 'passes';
  const what = `is refused: ${policy.remedy}`;
  if (verdict instanceof CelError) return { what, why: [...explain(rule.text, rule.tree, rule.variables, values), `the rule cannot be evaluated: ${verdict.reason}, which refuses the object`] };
  return { what, why: verdict === false ? explain(rule.text, rule.tree, rule.variables, values) : ['the rule yields no bool'] };
}

/** The values of the rule's variables, if the policy looks at this object. */
export function subjectOf(selector: Selector, body: JsonObject): readonly unknown[] | undefined {
  if (selector.select === 'objects') return body['apiVersion'] === selector.apiVersion && body['kind'] === selector.kind ? [body] : undefined;
  const subject = podOf(body);
  return subject && [subject.pod, subject.meta];
}

/** What is wrong with a policy itself: its rule, or an example that the rule contradicts. */
export function checkObjectPolicy(id: string, policy: ObjectPolicy): readonly Diagnostic[] {
  const rule = ruleOf(policy), at = { file: `policies/${id}.ts` };
  if ('code' in rule) return [problemOf(id, policy.rule.cel, rule)];
  const passes = judgeObject(policy, policy.passes);
  const contradicted = (example: 'fails' | 'passes', why: readonly string[]): Diagnostic => diagnose(catalogue, 'LW1426', at, { policy: id, example, why });
  const unseen = (['fails', 'passes'] as const).filter((example) => !subjectOf(policy.onObject, policy[example]));
  if (unseen.length > 0) return unseen.map((example) => contradicted(example, ['the policy does not look at objects of this kind']));
  return [
    ...(judgeObject(policy, policy.fails) === 'passes' ? [contradicted('fails', [rule.text.trim()])] : []),
    ...(passes === 'passes' ? [] : [contradicted('passes', passes.why)]),
  ];
}

function problemOf(policy: string, text: string, problem: Problem): Diagnostic {
  const { code, start, end, ...params } = problem;
  return diagnose(catalogue, code, { file: `policies/${policy}.ts` }, { policy, excerpt: excerptOf(text, start, end), ...params } as never);
}
/** The line of the rule, and a mark under the place. */
export function excerptOf(text: string, start: number, end: number): readonly string[] {
  const from = text.lastIndexOf('\n', start - 1) + 1;
  const to = text.indexOf('\n', start);
  const line = text.slice(from, to === -1 ? undefined : to);
  return [line, ' '.repeat(start - from) + '^'.repeat(Math.max(1, Math.min(end, from + line.length) - start))];
}
