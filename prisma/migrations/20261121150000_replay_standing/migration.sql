alter table webhook_events
  add column stood_state inbox_state,
  add column stood_reason text,
  add column stood_at timestamptz(3);
