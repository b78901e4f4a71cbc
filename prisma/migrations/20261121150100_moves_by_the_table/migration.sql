-- The moves of lib/orders/transitions.ts: whatever the code does, an order makes no other.
create function refuse_other_moves() returns trigger language plpgsql as $$
begin
  if new.status = any (case old.status
    when 'awaiting_payment' then '{partly_paid,paid,refunded,needs_review,failed,expired,cancelled}'::order_status[]
    when 'failed' then '{awaiting_payment,paid,needs_review}'
    when 'expired' then '{paid,needs_review}'
    when 'cancelled' then '{paid,needs_review}'
    when 'partly_paid' then '{paid,refunded,needs_review}'
    when 'needs_review' then '{paid,refunded}'
    when 'paid' then '{partially_refunded,refunded}'
    when 'partially_refunded' then '{refunded}'
    else '{}' end) then
    return new;
  end if;
  raise exception 'order % cannot move from % to %', new.number, old.status, new.status;
end $$;
create trigger orders_move_by_the_table before update of status on orders
  for each row when (old.status is distinct from new.status) execute function refuse_other_moves();
