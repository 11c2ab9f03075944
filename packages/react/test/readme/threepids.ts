import { createThreepids } from '@threepid/core';
import { client } from './client.ts'; // your Matrix client

export const threepids = createThreepids({
  baseUrl: 'https://matrix.example.org',
  userId: '@alice:example.org',
  getAccessToken: () => client.getAccessToken(),
  storage: localStorage, // for validations that survive a reload; optional
});
