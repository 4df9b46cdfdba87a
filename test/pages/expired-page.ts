import { CandidatePage } from './candidate-page';

export class ExpiredPage extends CandidatePage {
  protected readonly heading = '超时未保存，需重新填报';
}
