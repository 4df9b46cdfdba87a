import { get, post, visitor } from '../../infrastructure/http/route';
import type { CandidateRoute } from '../as-candidate';
import type { ConfirmationControllers } from './confirmation.controller';
import type { EntranceControllers } from './entrance.controller';
import type { CounterPasswordControllers } from './password.controller';
import type { CounterPhoneControllers } from './phone.controller';
import type { CounterPhraseControllers } from './phrase.controller';

interface CounterCodePages {
  readonly entrance: EntranceControllers;
  readonly password: CounterPasswordControllers;
  readonly phone: CounterPhoneControllers;
  readonly phrase: CounterPhraseControllers;
  readonly confirmation: ConfirmationControllers;
}

export function counterCodeRoutes({
  entrance,
  password,
  phone,
  phrase,
  confirmation,
}: CounterCodePages): readonly CandidateRoute[] {
  return [
    get('/counter-code', visitor, entrance.show),
    post('/counter-code', visitor, entrance.submit),
    post('/counter-code/leaving', visitor, entrance.leave),
    get('/counter-code/password', visitor, password.show),
    post('/counter-code/password', visitor, password.submit),
    get('/counter-code/phone', visitor, phone.show),
    post('/counter-code/phone', visitor, phone.submit),
    get('/counter-code/phone/step', visitor, phone.showStep),
    post('/counter-code/phone/step', visitor, phone.answer),
    post('/counter-code/phone/code', visitor, phone.sendCode),
    get('/counter-code/phrase', visitor, phrase.show),
    post('/counter-code/phrase', visitor, phrase.submit),
    get('/counter-code/confirmation', visitor, confirmation.show),
    post('/counter-code/confirmation', visitor, confirmation.submit),
  ];
}
