// Text that looks like a credential: published prefixes and forms of well-known systems. A hint to people, not a secret scanner.
import { textsIn, type Path } from './json.ts';

const forms: readonly (readonly [RegExp, string])[] = [
  // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html#identifiers-unique-ids
  [/\b(AKIA|ASIA)[A-Z0-9]{16}\b/, 'an AWS access key'],
  // https://docs.github.com/en/authentication/keeping-your-account-and-data-secure/about-authentication-to-github
  [/\b(gh[pousr]_[A-Za-z0-9]{36,}|github_pat_[A-Za-z0-9_]{50,})\b/, 'a GitHub token'],
  [/\bhf_[A-Za-z0-9]{30,}\b/, 'a Hugging Face token'],
  [/\bsk-[A-Za-z0-9_-]{20,}\b/, 'an API key of a model provider'],
  [/\bxox[abprs]-[A-Za-z0-9-]{10,}\b/, 'a Slack token'],
  [/-----BEGIN [A-Z ]*PRIVATE KEY-----/, 'a private key'],
  [/\beyJ[A-Za-z0-9_-]{10,}\.eyJ[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]{10,}\b/, 'a JSON web token'],
  [/:\/\/[^/\s:@]+:[^/\s:@]{3,}@/, 'a password in an address'],
];

const any = new RegExp(forms.map(([form]) => form.source).join('|'));

export const credentialIn = (value: unknown): readonly { readonly path: Path; readonly looks: string }[] =>
  textsIn(value, (text) => any.test(text)).flatMap(({ path, text, key }) => key ? [] : [{ path, looks: forms.find(([form]) => form.test(text))![1] }]);
