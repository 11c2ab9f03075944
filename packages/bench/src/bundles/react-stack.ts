export * from '@threepid/core';
export * from '@threepid/core/messages/en';
export * from '@threepid/react';
