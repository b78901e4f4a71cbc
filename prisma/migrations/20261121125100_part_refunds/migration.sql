-- When a provider said that a part of a payment went back, while nobody knows how much; null once the amount is known.
alter table payments add column part_refund_told_at timestamptz(3);
