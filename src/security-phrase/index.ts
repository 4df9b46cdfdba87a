export { presentPhraseFault } from './phrase-fault.presenter';
export { countSamePhrase, indexPhrase, updatePhrase } from './security-phrase.repository';
