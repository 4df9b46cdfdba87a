/** Where 征集 are made and undone. */
export const SUPPLEMENTS_PATH = '/office/supplements';
