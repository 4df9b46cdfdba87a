import { CandidatePage } from './candidate-page';

export class MailPage extends CandidatePage {
  protected readonly heading = /./;
}
