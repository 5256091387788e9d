// Another project publishes it, but as something else.
import { DataContract, Model, type AiProject } from 'leitwerk';

export const right = (project: AiProject): DataContract => project.use(DataContract, 'crm/tickets', { version: '2' });
export const wrong = (project: AiProject) => project.use(DataContract, 'search/index-run'); // error TS2345: Argument of type '"search/index-run"' is not assignable to parameter of type '"crm/tickets"'.
export const none = (project: AiProject) => project.use(Model, 'crm/tickets'); // error TS2345: Argument of type '"crm/tickets"' is not assignable to parameter of type '"no project publishes a Model"'.
