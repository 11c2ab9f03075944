/** Stands for the app's Matrix client in the README's example. */
export const client = { getAccessToken: () => 'token' };
