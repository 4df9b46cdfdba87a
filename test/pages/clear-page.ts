import { CandidatePage } from './candidate-page';

export class ClearPage extends CandidatePage {
  protected readonly heading = '重新填写';
}
