// Catalogues of controls that policies serve: ids as their publishers write them, titles in our own words (the texts of ISO and AICPA are not free). Read on 2026-11-23.

export interface Catalogue {
  readonly title: string;
  readonly edition: string;
  readonly source: string;
  /** What stands between the catalogue's name and an id, in what policies write. */
  readonly joined: ' ' | ': ';
  /** Titles by id. */
  readonly controls: Readonly<Record<string, string>>;
}

export const catalogues: Readonly<Record<string, Catalogue>> = {
  'EU AI Act': {
    title: 'EU Artificial Intelligence Act', edition: 'Regulation (EU) 2024/1689 as amended by Regulation (EU) 2026/1744', source: 'https://eur-lex.europa.eu/eli/reg/2024/1689/oj', joined: ' ',
    controls: {
      'Art. 4': 'People who work with AI know enough of it', 'Art. 5': 'Practices that are forbidden', 'Art. 6': 'What makes a system high-risk', 'Art. 9': 'Risks are managed over the whole life', 'Art. 10': 'Data is fit, known and checked for bias',
      'Art. 11': 'A technical file', 'Art. 12': 'Events are logged by the system itself', 'Art. 13': 'Deployers are told how to use it', 'Art. 14': 'People oversee it and can stop it', 'Art. 15': 'Accurate, robust and secure',
      'Art. 17': 'Quality management', 'Art. 18': 'Records are kept for ten years', 'Art. 19': 'Logs are kept by the provider', 'Art. 23': 'What importers verify', 'Art. 24': 'What distributors verify', 'Art. 25': 'Duties along the value chain',
      'Art. 26': 'What deployers do', 'Art. 26(6)': 'Deployers keep logs for half a year', 'Art. 27': 'Impact on fundamental rights is assessed before first use', 'Art. 43': 'Conformity is assessed', 'Art. 47': 'Conformity is declared', 'Art. 49': 'The system is registered',
      'Art. 50': 'People are told that it is AI', 'Art. 53': 'Documents of general-purpose models', 'Art. 72': 'Observed after it is on the market', 'Art. 73': 'Serious incidents are reported', 'Art. 86': 'Decisions are explained to those concerned',
    },
  },
  GDPR: {
    title: 'General Data Protection Regulation', edition: 'Regulation (EU) 2016/679', source: 'https://eur-lex.europa.eu/eli/reg/2016/679/oj', joined: ' ',
    controls: {
      'Art. 5(1)(a)': 'Lawful, fair, transparent', 'Art. 5(1)(b)': 'Bound to a purpose', 'Art. 5(1)(c)': 'No more than is needed', 'Art. 5(1)(d)': 'Accurate', 'Art. 5(1)(e)': 'No longer than is needed', 'Art. 5(1)(f)': 'Secure', 'Art. 5(2)': 'Able to show it',
      'Art. 6': 'A legal basis', 'Art. 6(4)': 'Another purpose must be compatible', 'Art. 7(3)': 'Consent can be withdrawn', 'Art. 9': 'Special categories', 'Art. 17': 'Erasure', 'Art. 22': 'No decision by a machine alone', 'Art. 25': 'Protection by design and by default',
      'Art. 28': 'Processors are chosen', 'Art. 28(2)': 'Processors of processors are approved', 'Art. 28(3)': 'Processors are bound by contract', 'Art. 30': 'Record of processing', 'Art. 30(1)': 'Record of the controller', 'Art. 32': 'Security of processing', 'Art. 33': 'The authority is told of a breach', 'Art. 34': 'People are told of a breach',
      'Art. 35': 'Impact is assessed', 'Art. 44': 'Transfers need a basis', 'Art. 45': 'Transfers on an adequacy decision', 'Art. 46': 'Transfers with safeguards', 'Art. 49': 'Transfers by way of exception',
    },
  },
  DORA: {
    title: 'Digital Operational Resilience Act', edition: 'Regulation (EU) 2022/2554', source: 'https://eur-lex.europa.eu/eli/reg/2022/2554/oj', joined: ' ',
    controls: {
      'Art. 5': 'Governance', 'Art. 6': 'Risk management of technology', 'Art. 8': 'What there is, and what hangs on it', 'Art. 9': 'Protection and prevention', 'Art. 10': 'Detection', 'Art. 11': 'Response and recovery', 'Art. 12': 'Backup, restoration and redundancy', 'Art. 13': 'Learning', 'Art. 17': 'Incidents are managed',
      'Art. 19': 'Major incidents are reported', 'Art. 24': 'Resilience is tested', 'Art. 28': 'Risks of third parties', 'Art. 29': 'Concentration of third parties', 'Art. 30': 'Contracts with third parties',
    },
  },
  'ISO 27001': {
    title: 'Information security management, Annex A', edition: 'ISO/IEC 27001:2022', source: 'https://www.iso.org/standard/27001', joined: ' ',
    controls: {
      'A.5.1': 'Security policies', 'A.5.2': 'Security roles', 'A.5.3': 'Duties are kept apart', 'A.5.7': 'Knowledge of threats', 'A.5.8': 'Security in projects', 'A.5.9': 'Inventory', 'A.5.12': 'Classification', 'A.5.14': 'Transfer of information', 'A.5.15': 'Access control', 'A.5.16': 'Identities',
      'A.5.17': 'Credentials', 'A.5.18': 'Access rights', 'A.5.19': 'Suppliers', 'A.5.20': 'Security in contracts with suppliers', 'A.5.21': 'Supply chain', 'A.5.22': 'Suppliers are watched', 'A.5.23': 'Cloud services', 'A.5.24': 'Incidents are prepared for', 'A.5.25': 'Events are assessed', 'A.5.26': 'Response to incidents',
      'A.5.27': 'Learning from incidents', 'A.5.28': 'Collection of evidence', 'A.5.29': 'Security during disruption', 'A.5.30': 'Continuity of technology', 'A.5.31': 'Legal and contractual duties', 'A.5.32': 'Rights of others, licences', 'A.5.33': 'Protection of records', 'A.5.34': 'Privacy', 'A.5.36': 'Compliance is checked',
      'A.5.37': 'Written procedures', 'A.6.3': 'Training', 'A.8.2': 'Privileged rights', 'A.8.3': 'Access to information is limited', 'A.8.4': 'Access to source code', 'A.8.5': 'Authentication', 'A.8.6': 'Capacity', 'A.8.7': 'Malware', 'A.8.8': 'Vulnerabilities', 'A.8.9': 'Configuration', 'A.8.10': 'Deletion', 'A.8.11': 'Masking',
      'A.8.12': 'Leakage', 'A.8.13': 'Backup', 'A.8.14': 'Redundancy', 'A.8.15': 'Logging', 'A.8.16': 'Monitoring', 'A.8.17': 'Clocks', 'A.8.20': 'Networks', 'A.8.21': 'Security of network services', 'A.8.22': 'Networks are kept apart', 'A.8.23': 'Web filtering', 'A.8.24': 'Cryptography', 'A.8.25': 'Secure development',
      'A.8.26': 'Security requirements of applications', 'A.8.27': 'Secure architecture', 'A.8.28': 'Secure coding', 'A.8.29': 'Security tests', 'A.8.30': 'Outsourced development', 'A.8.31': 'Environments are kept apart', 'A.8.32': 'Change management', 'A.8.33': 'Test data',
    },
  },
  'ISO 27701': {
    title: 'Privacy information management, for controllers', edition: 'ISO/IEC 27701:2019, Annex A', source: 'https://www.iso.org/standard/71670.html', joined: ' ',
    controls: {
      'A.7.2.1': 'Purpose is stated', 'A.7.2.2': 'Lawful basis', 'A.7.2.3': 'When and how consent is asked for', 'A.7.2.4': 'Consent is recorded', 'A.7.2.5': 'Privacy impact', 'A.7.2.6': 'Contracts with processors', 'A.7.2.8': 'Records of processing', 'A.7.3.4': 'Consent can be changed or withdrawn', 'A.7.3.6': 'Access, correction, erasure', 'A.7.3.10': 'Automated decisions',
      'A.7.4.1': 'Collection is limited', 'A.7.4.2': 'Processing is limited', 'A.7.4.4': 'Data is minimised', 'A.7.4.5': 'De-identified or deleted at the end', 'A.7.4.7': 'Retention', 'A.7.4.8': 'Disposal', 'A.7.5.1': 'Basis of transfers between jurisdictions', 'A.7.5.2': 'Countries of transfers are known', 'A.7.5.3': 'Transfers are recorded', 'A.7.5.4': 'Disclosures to third parties are recorded',
    },
  },
  'ISO 42001': {
    title: 'AI management system, Annex A', edition: 'ISO/IEC 42001:2023', source: 'https://www.iso.org/standard/42001', joined: ' ',
    controls: {
      'A.2.2': 'AI policy', 'A.2.3': 'Fits other policies', 'A.2.4': 'Policy is reviewed', 'A.3.2': 'Roles', 'A.3.3': 'Concerns can be raised', 'A.4.2': 'Resources are documented', 'A.4.3': 'Data', 'A.4.4': 'Tools', 'A.4.5': 'Computing', 'A.4.6': 'People',
      'A.5.2': 'Process of impact assessment', 'A.5.3': 'Impact assessments are recorded', 'A.5.4': 'Effect on people', 'A.5.5': 'Effect on society', 'A.6.1.2': 'Goals of responsible development', 'A.6.1.3': 'Processes of responsible design', 'A.6.2.2': 'Requirements', 'A.6.2.3': 'Design is recorded', 'A.6.2.4': 'Verified and validated',
      'A.6.2.5': 'Deployment', 'A.6.2.6': 'Operation and monitoring', 'A.6.2.7': 'Technical documents', 'A.6.2.8': 'Event logs', 'A.7.2': 'Data for development', 'A.7.3': 'Acquisition of data', 'A.7.4': 'Quality of data', 'A.7.5': 'Provenance of data', 'A.7.6': 'Preparation of data', 'A.8.2': 'Users are informed', 'A.8.3': 'Reports from outside',
      'A.8.4': 'Incidents are told', 'A.8.5': 'Interested parties are informed', 'A.9.2': 'Process of responsible use', 'A.9.3': 'Goals of responsible use', 'A.9.4': 'Intended use', 'A.10.2': 'Duties are allocated', 'A.10.3': 'Suppliers', 'A.10.4': 'Customers',
    },
  },
  'SOC 2': {
    title: 'Trust Services Criteria', edition: '2017, points of focus of 2022', source: 'https://www.aicpa-cima.com/resources/download/2017-trust-services-criteria-with-revised-points-of-focus-2022', joined: ' ',
    controls: {
      'CC1.3': 'Structure and responsibility', 'CC2.1': 'Information of quality', 'CC2.2': 'Communication inside', 'CC2.3': 'Communication outside', 'CC3.1': 'Objectives', 'CC3.2': 'Risks are identified', 'CC3.3': 'Fraud is considered', 'CC3.4': 'Changes are assessed', 'CC4.1': 'Controls are evaluated', 'CC4.2': 'Deficiencies are told', 'CC5.1': 'Controls are chosen', 'CC5.2': 'Controls of technology', 'CC5.3': 'Policies and procedures',
      'CC6.1': 'Logical access', 'CC6.2': 'Accounts are given and taken', 'CC6.3': 'Roles with least rights', 'CC6.5': 'Disposal', 'CC6.6': 'Borders', 'CC6.7': 'Data in motion', 'CC6.8': 'Malicious software', 'CC7.1': 'Configuration and vulnerabilities', 'CC7.2': 'Anomalies', 'CC7.3': 'Events are evaluated', 'CC7.4': 'Response', 'CC7.5': 'Recovery', 'CC8.1': 'Change',
      'CC9.1': 'Disruption', 'CC9.2': 'Vendors', 'A1.1': 'Capacity', 'A1.2': 'Backup and environment', 'A1.3': 'Recovery is tested', 'PI1.1': 'Processing is specified', 'PI1.2': 'Inputs', 'PI1.3': 'Processing', 'PI1.4': 'Outputs', 'PI1.5': 'Stored data', 'C1.1': 'Confidential information is kept', 'C1.2': 'Confidential information is disposed of',
      'P1.1': 'Notice', 'P2.1': 'Choice and consent', 'P3.1': 'Collection', 'P4.1': 'Use for the purpose', 'P4.2': 'Retention', 'P4.3': 'Disposal', 'P6.1': 'Disclosure to third parties', 'P6.4': 'Third parties are committed', 'P8.1': 'Complaints and compliance',
    },
  },
  'NIST AI RMF': {
    title: 'AI Risk Management Framework', edition: '1.0', source: 'https://doi.org/10.6028/NIST.AI.100-1', joined: ' ',
    controls: {
      'GOVERN 1.1': 'Legal duties are known', 'GOVERN 1.4': 'Risk management is transparent', 'GOVERN 2.1': 'Roles are clear', 'GOVERN 3.2': 'Human oversight has roles', 'GOVERN 4.2': 'Risks and impacts are documented', 'GOVERN 6.1': 'Risks of third parties', 'GOVERN 6.2': 'Failures of third parties are prepared for',
      'MAP 1.1': 'Purpose and context', 'MAP 1.6': 'Requirements', 'MAP 2.3': 'Integrity of what is built on', 'MAP 3.1': 'Benefits', 'MAP 3.2': 'Costs', 'MAP 3.3': 'Scope', 'MAP 3.5': 'Oversight is defined', 'MAP 4.1': 'Rights of third parties', 'MAP 5.1': 'Likelihood and size of impacts',
      'MEASURE 1.1': 'Metrics are chosen', 'MEASURE 2.1': 'Tests are documented', 'MEASURE 2.3': 'Performance', 'MEASURE 2.4': 'Monitoring in production', 'MEASURE 2.5': 'Validity', 'MEASURE 2.6': 'Safety', 'MEASURE 2.7': 'Security', 'MEASURE 2.8': 'Transparency', 'MEASURE 2.9': 'Explanation', 'MEASURE 2.10': 'Privacy', 'MEASURE 2.11': 'Fairness', 'MEASURE 2.13': 'Metrics are effective',
      'MEASURE 4.2': 'Measured where it is used', 'MANAGE 1.1': 'Whether to go on is decided', 'MANAGE 1.3': 'Responses to risks', 'MANAGE 2.1': 'Resources', 'MANAGE 2.4': 'It can be stopped', 'MANAGE 3.1': 'Third parties are watched', 'MANAGE 3.2': 'Models of others are watched', 'MANAGE 4.1': 'Monitored after deployment', 'MANAGE 4.2': 'Improved', 'MANAGE 4.3': 'Incidents are told',
    },
  },
  OWASP: {
    title: 'Top 10 for LLM applications, and for agentic applications', edition: '2025 and 2026', source: 'https://genai.owasp.org/', joined: ' ',
    controls: {
      'LLM01:2025': 'Prompt injection', 'LLM02:2025': 'Sensitive information disclosure', 'LLM03:2025': 'Supply chain', 'LLM04:2025': 'Data and model poisoning', 'LLM05:2025': 'Output that is trusted too much', 'LLM06:2025': 'Excessive agency', 'LLM07:2025': 'System prompt leakage', 'LLM08:2025': 'Weak vectors and embeddings', 'LLM09:2025': 'Misinformation', 'LLM10:2025': 'Unbounded consumption',
      'ASI01:2026': 'Goal hijack', 'ASI02:2026': 'Tool misuse', 'ASI03:2026': 'Abuse of identity and privilege', 'ASI04:2026': 'Supply chain of agents', 'ASI05:2026': 'Unexpected code execution', 'ASI06:2026': 'Memory and context poisoning', 'ASI07:2026': 'Insecure messages between agents', 'ASI08:2026': 'Cascading failures', 'ASI09:2026': 'Trust between people and agents is abused', 'ASI10:2026': 'Rogue agents',
    },
  },
  'MITRE ATLAS': {
    title: 'ATLAS mitigations', edition: '5.6', source: 'https://github.com/mitre-atlas/atlas-data/tree/v5.6.1', joined: ' ',
    controls: {
      'AML.M0004': 'Limits of queries', 'AML.M0005': 'Access to models and data at rest', 'AML.M0007': 'Training data is sanitised', 'AML.M0008': 'Models are validated', 'AML.M0012': 'Encryption', 'AML.M0013': 'Code is signed', 'AML.M0014': 'Artefacts are verified', 'AML.M0015': 'Adversarial input is detected', 'AML.M0016': 'Scanning', 'AML.M0019': 'Access to models in production', 'AML.M0020': 'Guardrails', 'AML.M0021': 'Guidelines',
      'AML.M0022': 'Alignment', 'AML.M0023': 'Bill of materials', 'AML.M0024': 'Telemetry', 'AML.M0025': 'Provenance of data sets', 'AML.M0026': 'Privileges of agents', 'AML.M0027': 'Agents act for one user', 'AML.M0028': 'Tools of agents', 'AML.M0029': 'People in the loop', 'AML.M0030': 'Tools on untrusted data', 'AML.M0031': 'Memory is hardened', 'AML.M0032': 'Agents are kept apart', 'AML.M0033': 'Inputs and outputs of agents are checked',
    },
  },
  FinOps: {
    title: 'FinOps Framework, capabilities', edition: '2025', source: 'https://www.finops.org/framework/capabilities/', joined: ': ',
    controls: {
      allocation: 'Costs have an owner', 'anomaly management': 'Surprises are found', 'planning and estimating': 'What is planned has a price', forecasting: 'What will be spent', budgeting: 'What may be spent', benchmarking: 'Compared with others', 'unit economics': 'Cost of one success', 'workload optimization': 'No more resources than are used', 'rate optimization': 'No higher prices than needed', 'reporting and analytics': 'What is spent is seen',
    },
  },
};

export interface Control { readonly catalogue: string; readonly id: string; readonly title: string; readonly source: string }
/** What a policy names, such as `ISO 27001 A.8.9`; nothing, where no catalogue has it. */
export function controlOf(text: string): Control | undefined {
  for (const [catalogue, { joined, controls, source }] of Object.entries(catalogues)) {
    if (!text.startsWith(catalogue + joined)) continue;
    const id = text.slice((catalogue + joined).length);
    if (Object.hasOwn(controls, id)) return { catalogue, id, title: controls[id]!, source };
  }
  return undefined;
}
