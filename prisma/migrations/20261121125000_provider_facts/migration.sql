-- What an adapter learned once about the merchant's account and needs again.
create table provider_facts (
  provider provider not null,
  mode payment_mode not null,
  name text not null,
  value text not null,
  constraint provider_facts_pkey primary key (provider, mode, name)
);
