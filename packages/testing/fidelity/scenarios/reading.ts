import { CLIENT, LIST, requestsOf } from '../requests.ts';
import type { Scenario } from '../scenario.ts';

const stranger = { accessToken: 'nobodys' };

/** Access tokens that are good no more. */
export const signedOut: Scenario = {
  name: 'signed-out',
  async perform(conversation, subject) {
    const { list, add, remove } = requestsOf(conversation);
    const alice = await conversation.newAccount('alice');
    const bob = await conversation.newAccount('bob');
    const session = { sid: 'unknown', client_secret: 'unknown' };
    await subject.lock(bob);
    await list('the list of a locked account', bob);
    await add('an addition to a locked account', bob, session);
    await subject.signOut(alice);
    await list('the list, signed out', alice);
    await add('an addition, signed out', alice, session);
    await remove('a removal, signed out', alice, { medium: 'email', address: 'a@example.org' });
  },
};

export const reading: Scenario = {
  name: 'reading',
  async perform(conversation) {
    const { ask } = conversation;
    const alice = await conversation.newAccount('alice');

    await ask('an empty list', { url: LIST, as: alice });
    await ask('the list of old, r0', { url: `${CLIENT}/r0/account/3pid`, as: alice });
    await ask('the list, unstable', { url: `${CLIENT}/unstable/account/3pid`, as: alice });
    await ask('the list by HEAD', { url: LIST, method: 'HEAD', as: alice });
    await ask('the list without an access token', { url: LIST });
    await ask('the list with an unknown access token', { url: LIST, as: stranger });
    await ask('the list with another kind of authorization', {
      url: LIST,
      headers: { Authorization: 'Basic abc' },
    });
    await ask('the list with two access tokens', {
      url: LIST,
      headers: { Authorization: 'Bearer abc def' },
    });

    const whoami = `${CLIENT}/v3/account/whoami`;
    await ask('whose access token it is', { url: whoami, as: alice });
    await ask('whose access token an unknown one is', { url: whoami, as: stranger });

    const versions = `${CLIENT}/versions`;
    await ask('the versions', { url: versions });
    await ask('the versions with an access token', { url: versions, as: alice });
    await ask('the versions with an unknown access token', { url: versions, as: stranger });

    const capabilities = `${CLIENT}/v3/capabilities`;
    await ask('the capabilities', { url: capabilities, as: alice });
    await ask('the capabilities without an access token', { url: capabilities });
  },
};
