import { get, post } from '../../infrastructure/http/route';
import { type CandidateHandler, type CandidateRoute, candidate, candidateWith } from '../as-candidate';
import type { BrowseControllers } from './browse.controller';
import type { FormControllers } from './form.controller';
import type { HomeController } from './home.controller';
import type { NoticeControllers } from './notice.controller';
import type { SaveControllers } from './save.controller';

interface ApplicationControllers {
  readonly home: HomeController;
  readonly notice: NoticeControllers;
  readonly form: FormControllers;
  readonly save: SaveControllers;
  readonly sendRiskCode: CandidateHandler;
  readonly browse: BrowseControllers;
}

export function applicationRoutes(controllers: ApplicationControllers): readonly CandidateRoute[] {
  const { home, notice, form, save, browse } = controllers;
  return [
    get('/', candidateWith(home.read), home.show, { menu: '首页' }),
    get('/batches/:batch/notice', candidate, notice.show, { underLoad: 'filing' }),
    post('/batches/:batch/notice', candidate, notice.accept, { whileReadOnly: true }),
    get('/batches/:batch/overwrite', candidate, notice.askOverwrite, { underLoad: 'filing' }),
    post('/batches/:batch/overwrite', candidate, notice.confirmOverwrite, { whileReadOnly: true }),
    get('/batches/:batch/form', candidateWith(form.readShown), form.show, { underLoad: 'filing' }),
    post('/batches/:batch/check', candidate, form.check, { whileReadOnly: true }),
    post('/batches/:batch/draft', candidate, form.keepDraft, { whileReadOnly: true }),
    post('/batches/:batch/draft-removal', candidate, form.discardDraft, { whileReadOnly: true }),
    post('/batches/:batch/clearing-request', candidate, form.askClear, { whileReadOnly: true }),
    post('/batches/:batch/clearing', candidate, form.clear, { whileReadOnly: true }),
    post('/batches/:batch/arrangement', candidate, form.arrange, { whileReadOnly: true }),
    post('/batches/:batch/extension', candidate, form.extend, { whileReadOnly: true }),
    get('/batches/:batch/expired', candidate, form.showExpired, { underLoad: 'filing' }),
    post('/batches/:batch/versions', candidateWith(save.readAhead), save.submit, { whileReadOnly: true }),
    post('/batches/:batch/proof-code', candidate, controllers.sendRiskCode),
    get('/batches/:batch', candidate, browse.showInForce),
    get('/versions', candidate, browse.listAll, { menu: '我的保存记录' }),
    get('/versions/:version', candidate, browse.showVersion),
  ];
}
