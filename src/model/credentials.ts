// Text that looks like a credential: published prefixes and forms of well-known systems. A hint to people, not a secret scanner.
import type { Path } from './json.ts';

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

export function* credentialIn(value: unknown, path: Path = []): Generator<{ readonly path: Path; readonly looks: string }> {
  if (typeof value === 'string') {
    for (const [form, looks] of forms) if (form.test(value)) { yield { path, looks }; return; }
    return;
  }
  if (typeof value !== 'object' || value === null) return;
  for (const [key, child] of Object.entries(value)) yield* credentialIn(child, [...path, Array.isArray(value) ? Number(key) : key]);
}
