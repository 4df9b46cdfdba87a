export { presentPhraseFaults } from './phrase-fault.presenter';
export { securityPhraseRoutes } from './routes';
export { createSecurityPhraseControllers } from './security-phrase.controller';
export { cancelPhrase, countSamePhrase, indexPhrase, updatePhrase } from './security-phrase.repository';
export { createSecurityPhraseService, type SecurityPhraseService } from './security-phrase.service';
