// Texts that mean something to some reader of what is emitted. A declaration may hold each of them, or it is refused; nothing else.

/** Texts that a declaration may hold: each must come out as it is. One line each. */
export const lines = [
  // YAML, and what YAML 1.1 takes for something else than text
  'yes', 'No', 'null', '~', 'true', '012', '0x1F', '1e3', '1_000', '1:30', '.inf', '.NaN', '2026-11-23', '2026-11-23T00:00:00Z', '=', '<<', '- a', '? a', ': a', 'a: b', 'a #b', '&anchor', '*alias', '!!python/object/apply:os.system ["id"]',
  '|', '>-', '%YAML 1.1', '---', '...', '{a: b}', '[a, b]', '"', "'", "it's", '#', ' leading', 'trailing ', '1', '-1', 'a, b', '@at', '`tick`',
  // Helm and Go templates
  '{{ .Values.secret }}', '{{- end }}', '{{', '}}', '{{{{', '{{{ "x" }}}', '{{/* x */}}', '{{ "{{" }}', '{{ toJson .Release.Namespace }}', '{{ $value | humanize }}',
  // Terraform
  '${aws_s3_bucket.data.arn}', '$${x}', '$$${x}', '%{ if true }x%{ endif }', '%%{x}', '${file("/etc/passwd")}', '${', '%{', 'a$', '$', '$$', '%', '{{$env.x}}${{ secrets.TOKEN }}', '${TfToken[TOKEN.0]}', '${TfToken[Token.0]}',
  // PromQL, CEL, Rego, SQL
  '"} or vector(1) or up{x="', 'object.spec.x == 1 || true', "' || true || '", 'true } deny := set() {', "'; DROP TABLE tickets; --", 'variables.exempt',
  // HTML and Markdown
  '<script>alert(1)</script>', '"><img src=x onerror=alert(1)>', '</title></style><svg onload=alert(1)>', '<!-- x', '-->', ']]>', '&lt;b&gt; &amp; &#60;', '<br>', '<details>', 'javascript:alert(1)',
  '[a](javascript:alert(1))', '![a](https://evil.example/p.png)', '| cell | cell |', '|', '\\|', '# head', '## head ##', '1. one', '+ one', '```mermaid', '~~~', '**bold** _it_ ~~no~~', '<https://evil.example>', 'https://evil.example', 'www.evil.example',
  'a@evil.example', '@team #1', ':smile:', '    code', '[x]: https://evil.example', '[^1]', '$x$', '=====', '\\', '\\\\', '\\n', 'a\\', '<a@b.example>', '![]()', '- [ ] task', '***',
  // Mermaid
  '"]; click n1 "javascript:alert(1)"', 'a --> b', 'end', 'subgraph x', '%%{init: {}}%%', '#quot;', '%% x',
  // shells and kubelet
  '$(rm -rf /)', '$(LEITWERK_ENVIRONMENT)', '$(WAREHOUSE_PASSWORD)', '$$(X)', '$$$(X)', 'echo $$; kill $!', '`id`', '; id', '&& id', '| id', '> /etc/passwd', "'; id; '", '"; id; "', '!!', '*', '~root', '$HOME', '${HOME}', '-rf', '--help', '\\$(x)',
  // logs of CI systems
  '::error file=a,line=1::x', '  ::stop-commands::x', '##[error]x', '##vso[task.setvariable variable=a]b', '##teamcity[x]', '::add-mask::a', 'x ::set-output name=a::b',
  // JavaScript objects, cdk8s and cdktf tokens
  'constructor', 'prototype', 'toString', 'hasOwnProperty', '[object Object]', 'undefined', 'NaN', '$ref', '$tf', '//', '#{Token[TOKEN.0]}', 'resolve',
  // Unicode
  'zero\u200bwidth', 'right\u200fto left', 'e\u0301', '\u00e9', '\ud83d\ude00', '\u00a0', '\u3000wide', '\u200d', '\ue000', '\u{1F468}\u200D\u{1F469}', '\u{E0041}',
  'x'.repeat(390), '{{'.repeat(190), '<'.repeat(200), ' '.repeat(80), '\u00e4'.repeat(390),
];

/** Texts of several lines. */
export const texts = [
  'a\nb', 'a\n\nb', 'a\n---\nb', 'a\n- b\n# c', 'a\n  b\n', 'a\n\n\n', '\na', 'a \nb', 'a\tb', '\tb', 'a\n\tb', 'a\n{{- end }}\nb', 'a\n| b | c |\n|---|---|\n', 'a\n```\nb', 'a\n::error::b', 'a\n##[error]b', 'a\n=== \nb', 'a\n<script>\nb',
  'a\nEOF\nrm -rf /', 'namespace: "\\u0000namespace"\nx', '#!/bin/sh\nset -e\necho "$(date)" ${HOME} $$\n', 'a\n%{ for x in y }\n${z}\nb', 'a\n\n    code', 'a  \nb', 'a\\\nb', 'a\n1. b\n2. c', 'a\n...\nb: c', `${'word '.repeat(120)}\nend`,
];

/** Texts that no declaration may hold, whatever the property. */
export const refused = [
  'nul\u0000', '\u0000namespace', 'bell\u0007', '\u001b[2J\u001b[1;1H', '\u001b]0;title\u0007', '\u001b[8mhidden', 'back\b\b\b\bspace', 'del\u007f', 'c1\u009b31m', 'next\u0085line', 'vt\u000b', 'ff\u000c', 'line\u2028separator', 'paragraph\u2029separator', 'a\n\u2028kind: Secret', '\ufeffmark', 'a\ufeff',
  'rl\u202eoverride', 'isolate\u2066x\u2069', '\u202ax', 'half\ud800', '\udc00half', '\ud83d', 'none\ufffe', 'none\uffff', '\ufdd0', '\u{1FFFE}',
];
