import { requestsOf } from '../requests.ts';
import type { Scenario } from '../scenario.ts';

const unknownToken = { accessToken: 'unknown', userId: '', password: '' };

/** Removals of threepids that are not bound at an identity server. */
export const removing: Scenario = {
  name: 'removing',
  async run(recorder, homeserver) {
    const { list, remove } = requestsOf(recorder);
    const alice = await recorder.newAccount('alice');
    const bob = await recorder.newAccount('bob');
    const email = { medium: 'email', address: 'removing@example.org' } as const;
    const phone = { medium: 'msisdn', address: '33611223320' } as const;
    await homeserver.give(alice, email);
    await homeserver.give(alice, phone);

    await remove('no access token', undefined, email);
    await remove('no access token and no field', undefined, {});
    await remove('no access token and an unknown medium', undefined, { ...email, medium: 'fax' });
    await remove('an unknown access token', unknownToken, email);
    await remove('no field at all', alice, {});
    await remove('no medium', alice, { address: email.address });
    await remove('no address', alice, { medium: 'email' });
    await remove('an unknown medium', alice, { ...email, medium: 'fax' });
    await remove('an address as a number', alice, { medium: 'msisdn', address: 33611223320 });
    await remove('what is no email address', alice, { medium: 'email', address: 'nonsense' });
    await remove('an empty email address', alice, { medium: 'email', address: '' });
    await remove('an email address of one letter', alice, { medium: 'email', address: '@' });
    await remove('id_server null', alice, { ...email, address: 'x@example.org', id_server: null });
    await remove('an empty id_server', alice, {
      ...email,
      address: 'x@example.org',
      id_server: '',
    });

    await remove('what another account has', bob, email);
    await remove('a number with its plus', alice, { ...phone, address: `+${phone.address}` });
    await remove('a number as it is dialled', alice, { ...phone, address: '0611223320' });
    await list('what is listed still', alice);
    await remove('an email address in capitals', alice, {
      ...email,
      address: 'REMOVING@example.org',
    });
    await remove('an email address that is gone', alice, email);
    await remove('a number', alice, phone);
    await remove('a number that is gone', alice, phone);
    await list('what is listed at the end', alice);
  },
};

/** Removals with an `id_server` that the homeserver cannot reach. */
export const removingElsewhere: Scenario = {
  name: 'removing-elsewhere',
  async run(recorder, homeserver) {
    const { list, remove } = requestsOf(recorder);
    const alice = await recorder.newAccount('alice');
    const email = { medium: 'email', address: 'elsewhere@example.org' } as const;
    await homeserver.give(alice, email);
    await remove('an id_server that is not there', alice, { ...email, id_server: '127.0.0.1:9' });
    await remove('an id_server that is no name', alice, { ...email, id_server: 'https://x' });
    await list('what is listed still', alice);
  },
};
