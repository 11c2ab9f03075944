import { expect, it } from 'vitest';
import { at, authAt } from '../helpers/client.ts';
import { createSimulatedFixture } from '../helpers/simulated-fixture.ts';

it.each([
  ['an empty address', '', 'emailEmpty'],
  ['only blanks', '   ', 'emailEmpty'],
  ['an address without @', 'alice', 'emailMalformed'],
  ['an address with a blank inside', 'alice @example.org', 'emailMalformed'],
  ['an address of 255 characters', `${'a'.repeat(243)}@example.org`, 'emailTooLong'],
])('rejects %s at the email field, keeps it there, and sends nothing', async (_, address, code) => {
  const { requestsTo, editing } = await createSimulatedFixture();
  const { actor, view } = await editing('email');
  view.submit?.(address);
  const { fields, focus, submit } = await at(actor, 'editing');
  expect(fields.address).toMatchObject({ value: address, problem: { code } });
  expect(fields.address.attributes).toMatchObject({
    'aria-invalid': 'true',
    'aria-describedby': `${actor.id}-address-problem`,
  });
  expect(focus).toBe('address');
  expect(submit).not.toBeNull();
  expect(requestsTo('requestEmailToken')).toEqual([]);
});

it.each([
  ['address', 'an empty number', '', 'FR', 'phoneEmpty'],
  ['address', 'a number without digits', '+() -', 'FR', 'phoneMalformed'],
  ['address', 'letters', 'call me', 'FR', 'phoneMalformed'],
  ['country', 'no country', '611223344', '', 'countryUnknown'],
  ['country', 'an unknown country', '611223344', 'XX', 'countryUnknown'],
] as const)(
  'rejects at the %s field of a phone number: %s',
  async (name, _, number, country, code) => {
    const { requestsTo, editing } = await createSimulatedFixture();
    const { actor, view } = await editing('msisdn');
    view.submit?.(number, country);
    const { fields, focus } = await at(actor, 'editing');
    expect(fields[name]?.problem).toEqual({ code });
    expect(focus).toBe(name);
    expect(fields.address.value).toBe(number);
    expect(fields.country?.value).toBe(country);
    expect(requestsTo('requestMsisdnToken')).toEqual([]);
  },
);

it.each([
  ['blanks around', '  alice@example.org\n', 'alice@example.org'],
  ['a mailto: link', 'mailto:alice@example.org?subject=hello', 'alice@example.org'],
  ['a name and angle brackets', 'Fixture <alice@example.org>', 'alice@example.org'],
  ['an apostrophe', "o'hara@example.ie", "o'hara@example.ie"],
  ['letters beyond ASCII', 'jörg@exämple.de', 'jörg@exämple.de'],
  ['a host without a dot', 'alice@localhost', 'alice@localhost'],
])('accepts an email address with %s', async (_, typed, email) => {
  const { requestsTo, editing } = await createSimulatedFixture();
  const { actor, view } = await editing('email');
  view.submit?.(typed);
  expect((await at(actor, 'validatingByLink')).address).toBe(email);
  expect(requestsTo('requestEmailToken')).toMatchObject([{ email }]);
});

it('rejects an empty code, and sends nothing', async () => {
  const { requestsTo, validatingByToken } = await createSimulatedFixture();
  const { actor, view } = await validatingByToken();
  view.submit?.('  ');
  const { fields, focus } = await at(actor, 'validatingByToken');
  expect(fields.token.problem).toEqual({ code: 'tokenEmpty' });
  expect(focus).toBe('token');
  expect(requestsTo('submitMsisdnToken')).toEqual([]);
});

it('rejects an empty password, and sends nothing', async () => {
  const { requestsTo, authenticating } = await createSimulatedFixture();
  const { actor, view } = await authenticating();
  view.submit?.('');
  const { fields, focus } = await authAt(actor, 'password');
  expect(fields.password.problem).toEqual({ code: 'passwordEmpty' });
  expect(focus).toBe('password');
  expect(requestsTo('addThreepid')).toHaveLength(1);
});
