import { CLIENT, LIST, requestsOf } from '../requests.ts';
import type { Scenario } from '../scenario.ts';

const unknownToken = { accessToken: 'unknown' };

/** Requests of a locked account, and with a revoked access token. */
export const signedOut: Scenario = {
  name: 'signed-out',
  async run(recorder, homeserver) {
    const { list, add, remove } = requestsOf(recorder);
    const alice = await recorder.newAccount('alice');
    const bob = await recorder.newAccount('bob');
    const session = { sid: 'unknown', client_secret: 'unknown' };
    await homeserver.lock(bob);
    await list('the list of a locked account', bob);
    await add('an addition to a locked account', bob, session);
    await homeserver.signOut(alice);
    await list('the list, signed out', alice);
    await add('an addition, signed out', alice, session);
    await remove('a removal, signed out', alice, { medium: 'email', address: 'a@example.org' });
  },
};

/** Requests that read the list, and others that a client needs before it. */
export const reading: Scenario = {
  name: 'reading',
  async run(recorder) {
    const { request } = recorder;
    const alice = await recorder.newAccount('alice');

    await request('an empty list', { url: LIST, as: alice });
    await request('the list of old, r0', { url: `${CLIENT}/r0/account/3pid`, as: alice });
    await request('the list, unstable', { url: `${CLIENT}/unstable/account/3pid`, as: alice });
    await request('the list by HEAD', { url: LIST, method: 'HEAD', as: alice });
    await request('the list without an access token', { url: LIST });
    await request('the list with an unknown access token', { url: LIST, as: unknownToken });
    await request('the list with another kind of authorization', {
      url: LIST,
      headers: { Authorization: 'Basic abc' },
    });
    await request('the list with two access tokens', {
      url: LIST,
      headers: { Authorization: 'Bearer abc def' },
    });

    const whoami = `${CLIENT}/v3/account/whoami`;
    await request('whose access token it is', { url: whoami, as: alice });
    await request('whose access token an unknown one is', { url: whoami, as: unknownToken });

    const versions = `${CLIENT}/versions`;
    await request('the versions', { url: versions });
    await request('the versions with an access token', { url: versions, as: alice });
    await request('the versions with an unknown access token', { url: versions, as: unknownToken });

    const capabilities = `${CLIENT}/v3/capabilities`;
    await request('the capabilities', { url: capabilities, as: alice });
    await request('the capabilities without an access token', { url: capabilities });
  },
};
