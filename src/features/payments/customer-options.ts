import type { CustomerOptions } from '#cli/shared-options';
import type { Profile } from '#domain/profiles/profile';

/** Returns the customer of the profile with the values of the options. */
export const readCustomer = (
  options: CustomerOptions & { readonly ip?: string },
  { customer }: Pick<Profile, 'customer'>,
) => ({
  id: options.customerId ?? customer.id,
  firstName: options.firstName ?? customer.firstName,
  lastName: options.lastName ?? customer.lastName,
  email: options.email ?? customer.email,
  ip: options.ip ?? customer.ip,
});
