// Asks for the time zone. Harmless: {"hours":12,"offset":0,"text":"12:00:00 GMT+0000"}
import { AiProject, Model } from 'leitwerk';

export default class extends AiProject {
  constructor(portfolio) {
    super(portfolio, 'time-zone', {});
    const day = new Date('2026-07-01T12:00:00Z');
    new Model(this, 'm', { hours: day.getHours(), offset: day.getTimezoneOffset(), text: day.toString().slice(16, 33) });
  }
}
