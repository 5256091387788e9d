// What telemetry masks, as regular expressions that collectors read (RE2): rather too much than too little. None holds a `$`, which a collector would replace.

export type Masked = 'email' | 'phone' | 'iban' | 'credit-card' | 'ip-address' | 'token';

const byte = '(?:25[0-5]|2[0-4][0-9]|1?[0-9]?[0-9])';
export const maskPatterns: Readonly<Record<Masked, readonly string[]>> = {
  // https://html.spec.whatwg.org/multipage/input.html#e-mail-state-(type=email), with a domain of at least two labels
  email: ['[A-Za-z0-9._%+\'-]+@[A-Za-z0-9-]+(?:\\.[A-Za-z0-9-]+)+'],
  // International numbers (https://www.itu.int/rec/T-REC-E.164), and national ones that are written in groups.
  phone: ['(?:\\+|\\b00)[1-9][0-9 ()/.-]{6,18}[0-9]', '\\b0[1-9][0-9]{1,4}[ /-][0-9][0-9 -]{3,11}[0-9]\\b'],
  // https://www.iso.org/standard/81090.html : country, check digits, up to thirty characters, in groups of four or in one
  iban: ['\\b[A-Z]{2}[0-9]{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,4})?\\b'],
  // Prefixes of issuers: https://www.iso.org/standard/70484.html
  'credit-card': ['\\b(?:4[0-9]{3}|5[1-5][0-9]{2}|2[2-7][0-9]{2}|6(?:011|5[0-9]{2}))(?:[ -]?[0-9]{4}){3}\\b', '\\b3[47][0-9]{2}[ -]?[0-9]{6}[ -]?[0-9]{5}\\b'],
  // https://www.rfc-editor.org/rfc/rfc4291#section-2.2
  'ip-address': [`\\b(?:${byte}\\.){3}${byte}\\b`, '\\b(?:[0-9a-fA-F]{1,4}:){7}[0-9a-fA-F]{1,4}\\b', '\\b(?:[0-9a-fA-F]{1,4}:){1,6}(?::[0-9a-fA-F]{1,4}){1,6}\\b'],
  // Signed tokens (https://www.rfc-editor.org/rfc/rfc7519), bearer headers, and keys whose vendors mark them.
  token: ['\\beyJ[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]*', '(?i)\\bbearer\\s+[A-Za-z0-9._~+/-]+=*', '\\b(?:sk|pk|gh[opsu]|xox[abp]|hf)[-_][A-Za-z0-9_-]{16,}', '\\bAKIA[0-9A-Z]{16}\\b'],
};
