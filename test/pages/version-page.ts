import { CandidatePage } from './candidate-page';

export class VersionPage extends CandidatePage {
  protected readonly heading = /保存记录$/;
}
