-- CreateSchema
CREATE SCHEMA IF NOT EXISTS "public";

-- CreateEnum
CREATE TYPE "product_kind" AS ENUM ('physical', 'digital');

-- CreateEnum
CREATE TYPE "product_status" AS ENUM ('draft', 'published');

-- CreateEnum
CREATE TYPE "provider" AS ENUM ('pocketsflow', 'fungies', 'flex');

-- CreateEnum
CREATE TYPE "payment_mode" AS ENUM ('test', 'live');

-- CreateEnum
CREATE TYPE "mapping_state" AS ENUM ('unchecked', 'ok', 'drifted', 'missing');

-- CreateEnum
CREATE TYPE "order_status" AS ENUM ('awaiting_payment', 'partly_paid', 'paid', 'partially_refunded', 'refunded', 'needs_review', 'failed', 'expired', 'cancelled');

-- CreateEnum
CREATE TYPE "fulfilment" AS ENUM ('unfulfilled', 'partly_fulfilled', 'fulfilled');

-- CreateEnum
CREATE TYPE "stock_state" AS ENUM ('held', 'released', 'sold');

-- CreateEnum
CREATE TYPE "token_purpose" AS ENUM ('return_link', 'mail');

-- CreateEnum
CREATE TYPE "attempt_state" AS ENUM ('creating', 'open', 'failed', 'superseded', 'paid');

-- CreateEnum
CREATE TYPE "order_product_state" AS ENUM ('live', 'unpublished', 'deleted');

-- CreateEnum
CREATE TYPE "payment_verdict" AS ENUM ('settles', 'late', 'duplicate', 'mismatch', 'unmatched');

-- CreateEnum
CREATE TYPE "inbox_state" AS ENUM ('received', 'confirming', 'settled', 'duplicate', 'ignored', 'contradictory', 'unmatched', 'malformed', 'failed');

-- CreateEnum
CREATE TYPE "actor" AS ENUM ('shopper', 'provider', 'system', 'merchant');

-- CreateEnum
CREATE TYPE "mail_state" AS ENUM ('queued', 'sent', 'kept', 'failed');

-- CreateEnum
CREATE TYPE "merchant_role" AS ENUM ('owner', 'staff');

-- CreateEnum
CREATE TYPE "amount_unit" AS ENUM ('minor', 'major');

-- CreateTable
CREATE TABLE "categories" (
    "id" SERIAL NOT NULL,
    "slug" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "intro" TEXT NOT NULL,
    "ground" TEXT NOT NULL,
    "position" INTEGER NOT NULL,

    CONSTRAINT "categories_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "products" (
    "id" SERIAL NOT NULL,
    "slug" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "summary" TEXT NOT NULL,
    "description" TEXT NOT NULL,
    "kind" "product_kind" NOT NULL,
    "status" "product_status" NOT NULL DEFAULT 'draft',
    "category_id" INTEGER NOT NULL,
    "facts" JSONB NOT NULL DEFAULT '[]',
    "is_new" BOOLEAN NOT NULL DEFAULT false,
    "seeded" BOOLEAN NOT NULL DEFAULT false,
    "position" INTEGER NOT NULL DEFAULT 0,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "products_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "product_images" (
    "id" SERIAL NOT NULL,
    "product_id" INTEGER NOT NULL,
    "src" TEXT NOT NULL,
    "alt" TEXT NOT NULL,
    "position" INTEGER NOT NULL,

    CONSTRAINT "product_images_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "digital_files" (
    "id" SERIAL NOT NULL,
    "product_id" INTEGER NOT NULL,
    "file_name" TEXT NOT NULL,
    "storage_key" TEXT NOT NULL,
    "content_type" TEXT NOT NULL,
    "byte_length" INTEGER NOT NULL,

    CONSTRAINT "digital_files_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "variants" (
    "id" SERIAL NOT NULL,
    "product_id" INTEGER NOT NULL,
    "sku" TEXT NOT NULL,
    "options" JSONB NOT NULL DEFAULT '[]',
    "price_minor" INTEGER NOT NULL,
    "currency" CHAR(3) NOT NULL,
    "stock" INTEGER,
    "position" INTEGER NOT NULL,

    CONSTRAINT "variants_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "variant_mappings" (
    "id" SERIAL NOT NULL,
    "variant_id" INTEGER NOT NULL,
    "provider" "provider" NOT NULL,
    "mode" "payment_mode" NOT NULL,
    "provider_product_id" TEXT NOT NULL,
    "state" "mapping_state" NOT NULL DEFAULT 'unchecked',
    "checked_at" TIMESTAMPTZ(3),
    "checked_price_minor" INTEGER,
    "checked_currency" TEXT,
    "problem" TEXT,

    CONSTRAINT "variant_mappings_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "carts" (
    "id" SERIAL NOT NULL,
    "token_hash" BYTEA NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "carts_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "cart_lines" (
    "id" SERIAL NOT NULL,
    "cart_id" INTEGER NOT NULL,
    "variant_id" INTEGER NOT NULL,
    "quantity" INTEGER NOT NULL,
    "seen_price_minor" INTEGER NOT NULL,
    "added_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "cart_lines_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "customers" (
    "id" SERIAL NOT NULL,
    "email" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "customers_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "orders" (
    "id" SERIAL NOT NULL,
    "number" INTEGER NOT NULL,
    "mode" "payment_mode" NOT NULL,
    "status" "order_status" NOT NULL DEFAULT 'awaiting_payment',
    "fulfilment" "fulfilment" NOT NULL DEFAULT 'unfulfilled',
    "currency" CHAR(3) NOT NULL,
    "subtotal_minor" INTEGER NOT NULL,
    "discount_minor" INTEGER NOT NULL DEFAULT 0,
    "discount_code" TEXT,
    "total_minor" INTEGER NOT NULL,
    "customer_id" INTEGER NOT NULL,
    "email" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "address" JSONB,
    "cart_id" INTEGER,
    "cart_fingerprint" BYTEA NOT NULL,
    "open_key" BYTEA,
    "buyer_token_hash" BYTEA NOT NULL,
    "stock_state" "stock_state" NOT NULL DEFAULT 'held',
    "hold_expires_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "placed_at" TIMESTAMPTZ(3) NOT NULL,
    "paid_at" TIMESTAMPTZ(3),
    "confirmed_by" TEXT,
    "receipt_number" INTEGER,
    "paid_late" BOOLEAN NOT NULL DEFAULT false,
    "paid_twice" BOOLEAN NOT NULL DEFAULT false,
    "disputed" BOOLEAN NOT NULL DEFAULT false,
    "refund_due_minor" INTEGER NOT NULL DEFAULT 0,
    "review_reason" TEXT,
    "checked_at" TIMESTAMPTZ(3),

    CONSTRAINT "orders_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "order_lines" (
    "id" SERIAL NOT NULL,
    "order_id" INTEGER NOT NULL,
    "position" INTEGER NOT NULL,
    "variant_id" INTEGER,
    "product_slug" TEXT NOT NULL,
    "product_name" TEXT NOT NULL,
    "options_text" TEXT NOT NULL,
    "sku" TEXT NOT NULL,
    "kind" "product_kind" NOT NULL,
    "image_src" TEXT,
    "unit_price_minor" INTEGER NOT NULL,
    "quantity" INTEGER NOT NULL,
    "total_minor" INTEGER NOT NULL,
    "stock_taken" INTEGER NOT NULL DEFAULT 0,
    "fulfilled_at" TIMESTAMPTZ(3),

    CONSTRAINT "order_lines_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "order_tokens" (
    "id" SERIAL NOT NULL,
    "order_id" INTEGER NOT NULL,
    "token_hash" BYTEA NOT NULL,
    "purpose" "token_purpose" NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "order_tokens_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "attempts" (
    "id" SERIAL NOT NULL,
    "order_id" INTEGER NOT NULL,
    "number" INTEGER NOT NULL,
    "provider" "provider" NOT NULL,
    "mode" "payment_mode" NOT NULL,
    "state" "attempt_state" NOT NULL DEFAULT 'creating',
    "live_order_id" INTEGER,
    "nonce" TEXT NOT NULL,
    "details_hash" BYTEA NOT NULL,
    "expected_minor" INTEGER NOT NULL,
    "currency" CHAR(3) NOT NULL,
    "discount_code" TEXT,
    "provider_product_id" TEXT,
    "product_is_ours" BOOLEAN NOT NULL DEFAULT false,
    "provider_session_id" TEXT,
    "url" TEXT,
    "failure_code" TEXT,
    "failure_detail" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "opened_at" TIMESTAMPTZ(3),

    CONSTRAINT "attempts_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "order_products" (
    "id" SERIAL NOT NULL,
    "order_id" INTEGER NOT NULL,
    "provider" "provider" NOT NULL,
    "mode" "payment_mode" NOT NULL,
    "provider_product_id" TEXT NOT NULL,
    "price_minor" INTEGER NOT NULL,
    "state" "order_product_state" NOT NULL DEFAULT 'live',
    "tries" INTEGER NOT NULL DEFAULT 0,
    "next_try_at" TIMESTAMPTZ(3),
    "last_error" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "order_products_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "payments" (
    "id" SERIAL NOT NULL,
    "order_id" INTEGER,
    "attempt_id" INTEGER,
    "provider" "provider" NOT NULL,
    "mode" "payment_mode" NOT NULL,
    "provider_order_id" TEXT NOT NULL,
    "verdict" "payment_verdict" NOT NULL,
    "currency" CHAR(3) NOT NULL,
    "gross_minor" INTEGER NOT NULL,
    "tax_minor" INTEGER,
    "fee_minor" INTEGER,
    "net_minor" INTEGER,
    "discount_minor" INTEGER NOT NULL DEFAULT 0,
    "refunded_minor" INTEGER NOT NULL DEFAULT 0,
    "figures_from" JSONB NOT NULL,
    "difference" TEXT,
    "buyer_email" TEXT,
    "confirmed_by" TEXT NOT NULL,
    "recorded_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "payments_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "webhook_events" (
    "id" SERIAL NOT NULL,
    "provider" "provider" NOT NULL,
    "mode" "payment_mode" NOT NULL,
    "received_at" TIMESTAMPTZ(3) NOT NULL,
    "raw_body" BYTEA NOT NULL,
    "body_hash" BYTEA NOT NULL,
    "headers" JSONB NOT NULL,
    "event_name" TEXT,
    "provider_order_id" TEXT,
    "state" "inbox_state" NOT NULL DEFAULT 'received',
    "reason" TEXT,
    "order_id" INTEGER,
    "tries" INTEGER NOT NULL DEFAULT 0,
    "next_try_at" TIMESTAMPTZ(3),
    "processed_at" TIMESTAMPTZ(3),
    "took_ms" INTEGER,

    CONSTRAINT "webhook_events_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "confirmed_units" (
    "provider" "provider" NOT NULL,
    "mode" "payment_mode" NOT NULL,
    "shape" TEXT NOT NULL,
    "unit" "amount_unit" NOT NULL,
    "provider_order_id" TEXT NOT NULL,
    "confirmed_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "confirmed_units_pkey" PRIMARY KEY ("provider","mode","shape")
);

-- CreateTable
CREATE TABLE "timeline" (
    "id" SERIAL NOT NULL,
    "order_id" INTEGER NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "actor" "actor" NOT NULL,
    "merchant_id" INTEGER,
    "kind" TEXT NOT NULL,
    "from_status" "order_status",
    "to_status" "order_status",
    "text" TEXT NOT NULL,
    "data" JSONB NOT NULL DEFAULT '{}',

    CONSTRAINT "timeline_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "receipt_counters" (
    "mode" "payment_mode" NOT NULL,
    "last" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "receipt_counters_pkey" PRIMARY KEY ("mode")
);

-- CreateTable
CREATE TABLE "shared_pacing" (
    "key" TEXT NOT NULL,
    "last_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "shared_pacing_pkey" PRIMARY KEY ("key")
);

-- CreateTable
CREATE TABLE "provider_health" (
    "provider" "provider" NOT NULL,
    "mode" "payment_mode" NOT NULL,
    "last_ok_at" TIMESTAMPTZ(3),
    "last_failure_at" TIMESTAMPTZ(3),
    "failure_code" TEXT,
    "failure_detail" TEXT,

    CONSTRAINT "provider_health_pkey" PRIMARY KEY ("provider","mode")
);

-- CreateTable
CREATE TABLE "refused_deliveries" (
    "provider" "provider" NOT NULL,
    "cause" TEXT NOT NULL,
    "count" INTEGER NOT NULL DEFAULT 0,
    "last_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "refused_deliveries_pkey" PRIMARY KEY ("provider","cause")
);

-- CreateTable
CREATE TABLE "merchants" (
    "id" SERIAL NOT NULL,
    "email" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "role" "merchant_role" NOT NULL DEFAULT 'owner',
    "password_hash" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "merchants_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "merchant_sessions" (
    "id" UUID NOT NULL,
    "merchant_id" INTEGER NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "revoked_at" TIMESTAMPTZ(3),
    "user_agent" TEXT,

    CONSTRAINT "merchant_sessions_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "sign_in_failures" (
    "id" SERIAL NOT NULL,
    "key_hash" BYTEA NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "sign_in_failures_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "mails" (
    "id" SERIAL NOT NULL,
    "order_id" INTEGER NOT NULL,
    "kind" TEXT NOT NULL,
    "sequence" INTEGER NOT NULL DEFAULT 1,
    "to_address" TEXT NOT NULL,
    "state" "mail_state" NOT NULL DEFAULT 'queued',
    "tries" INTEGER NOT NULL DEFAULT 0,
    "next_try_at" TIMESTAMPTZ(3) NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "sent_at" TIMESTAMPTZ(3),
    "last_error" TEXT,

    CONSTRAINT "mails_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "categories_slug_key" ON "categories"("slug");

-- CreateIndex
CREATE UNIQUE INDEX "products_slug_key" ON "products"("slug");

-- CreateIndex
CREATE INDEX "products_category_id_status_idx" ON "products"("category_id", "status");

-- CreateIndex
CREATE UNIQUE INDEX "product_images_product_id_position_key" ON "product_images"("product_id", "position");

-- CreateIndex
CREATE UNIQUE INDEX "digital_files_product_id_key" ON "digital_files"("product_id");

-- CreateIndex
CREATE UNIQUE INDEX "digital_files_storage_key_key" ON "digital_files"("storage_key");

-- CreateIndex
CREATE UNIQUE INDEX "variants_sku_key" ON "variants"("sku");

-- CreateIndex
CREATE UNIQUE INDEX "variants_product_id_position_key" ON "variants"("product_id", "position");

-- CreateIndex
CREATE UNIQUE INDEX "variant_mappings_variant_id_provider_mode_key" ON "variant_mappings"("variant_id", "provider", "mode");

-- CreateIndex
CREATE UNIQUE INDEX "variant_mappings_provider_mode_provider_product_id_key" ON "variant_mappings"("provider", "mode", "provider_product_id");

-- CreateIndex
CREATE UNIQUE INDEX "carts_token_hash_key" ON "carts"("token_hash");

-- CreateIndex
CREATE INDEX "carts_updated_at_idx" ON "carts"("updated_at");

-- CreateIndex
CREATE UNIQUE INDEX "cart_lines_cart_id_variant_id_key" ON "cart_lines"("cart_id", "variant_id");

-- CreateIndex
CREATE UNIQUE INDEX "customers_email_key" ON "customers"("email");

-- CreateIndex
CREATE UNIQUE INDEX "orders_number_key" ON "orders"("number");

-- CreateIndex
CREATE UNIQUE INDEX "orders_open_key_key" ON "orders"("open_key");

-- CreateIndex
CREATE INDEX "orders_status_id_idx" ON "orders"("status", "id");

-- CreateIndex
CREATE INDEX "orders_email_idx" ON "orders"("email" text_pattern_ops);

-- CreateIndex
CREATE INDEX "orders_fulfilment_status_id_idx" ON "orders"("fulfilment", "status", "id");

-- CreateIndex
CREATE INDEX "orders_status_hold_expires_at_idx" ON "orders"("status", "hold_expires_at");

-- CreateIndex
CREATE UNIQUE INDEX "orders_mode_receipt_number_key" ON "orders"("mode", "receipt_number");

-- CreateIndex
CREATE INDEX "order_lines_variant_id_idx" ON "order_lines"("variant_id");

-- CreateIndex
CREATE UNIQUE INDEX "order_lines_order_id_position_key" ON "order_lines"("order_id", "position");

-- CreateIndex
CREATE UNIQUE INDEX "order_tokens_token_hash_key" ON "order_tokens"("token_hash");

-- CreateIndex
CREATE INDEX "order_tokens_order_id_idx" ON "order_tokens"("order_id");

-- CreateIndex
CREATE UNIQUE INDEX "attempts_live_order_id_key" ON "attempts"("live_order_id");

-- CreateIndex
CREATE UNIQUE INDEX "attempts_nonce_key" ON "attempts"("nonce");

-- CreateIndex
CREATE INDEX "attempts_provider_mode_provider_product_id_idx" ON "attempts"("provider", "mode", "provider_product_id");

-- CreateIndex
CREATE INDEX "attempts_provider_session_id_idx" ON "attempts"("provider_session_id");

-- CreateIndex
CREATE UNIQUE INDEX "attempts_order_id_number_key" ON "attempts"("order_id", "number");

-- CreateIndex
CREATE UNIQUE INDEX "attempts_provider_mode_provider_session_id_key" ON "attempts"("provider", "mode", "provider_session_id");

-- CreateIndex
CREATE UNIQUE INDEX "order_products_provider_mode_provider_product_id_key" ON "order_products"("provider", "mode", "provider_product_id");

-- CreateIndex
CREATE UNIQUE INDEX "order_products_order_id_provider_mode_price_minor_key" ON "order_products"("order_id", "provider", "mode", "price_minor");

-- CreateIndex
CREATE INDEX "payments_order_id_idx" ON "payments"("order_id");

-- CreateIndex
CREATE INDEX "payments_provider_order_id_idx" ON "payments"("provider_order_id");

-- CreateIndex
CREATE UNIQUE INDEX "payments_provider_mode_provider_order_id_key" ON "payments"("provider", "mode", "provider_order_id");

-- CreateIndex
CREATE INDEX "webhook_events_state_next_try_at_idx" ON "webhook_events"("state", "next_try_at");

-- CreateIndex
CREATE INDEX "webhook_events_order_id_idx" ON "webhook_events"("order_id");

-- CreateIndex
CREATE INDEX "webhook_events_provider_mode_provider_order_id_idx" ON "webhook_events"("provider", "mode", "provider_order_id");

-- CreateIndex
CREATE INDEX "webhook_events_received_at_idx" ON "webhook_events"("received_at");

-- CreateIndex
CREATE INDEX "timeline_order_id_id_idx" ON "timeline"("order_id", "id");

-- CreateIndex
CREATE UNIQUE INDEX "merchants_email_key" ON "merchants"("email");

-- CreateIndex
CREATE INDEX "merchant_sessions_merchant_id_idx" ON "merchant_sessions"("merchant_id");

-- CreateIndex
CREATE INDEX "sign_in_failures_key_hash_at_idx" ON "sign_in_failures"("key_hash", "at");

-- CreateIndex
CREATE INDEX "mails_state_next_try_at_idx" ON "mails"("state", "next_try_at");

-- CreateIndex
CREATE UNIQUE INDEX "mails_order_id_kind_sequence_key" ON "mails"("order_id", "kind", "sequence");

-- AddForeignKey
ALTER TABLE "products" ADD CONSTRAINT "products_category_id_fkey" FOREIGN KEY ("category_id") REFERENCES "categories"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "product_images" ADD CONSTRAINT "product_images_product_id_fkey" FOREIGN KEY ("product_id") REFERENCES "products"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "digital_files" ADD CONSTRAINT "digital_files_product_id_fkey" FOREIGN KEY ("product_id") REFERENCES "products"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "variants" ADD CONSTRAINT "variants_product_id_fkey" FOREIGN KEY ("product_id") REFERENCES "products"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "variant_mappings" ADD CONSTRAINT "variant_mappings_variant_id_fkey" FOREIGN KEY ("variant_id") REFERENCES "variants"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "cart_lines" ADD CONSTRAINT "cart_lines_cart_id_fkey" FOREIGN KEY ("cart_id") REFERENCES "carts"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "cart_lines" ADD CONSTRAINT "cart_lines_variant_id_fkey" FOREIGN KEY ("variant_id") REFERENCES "variants"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "orders" ADD CONSTRAINT "orders_customer_id_fkey" FOREIGN KEY ("customer_id") REFERENCES "customers"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "orders" ADD CONSTRAINT "orders_cart_id_fkey" FOREIGN KEY ("cart_id") REFERENCES "carts"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "order_lines" ADD CONSTRAINT "order_lines_order_id_fkey" FOREIGN KEY ("order_id") REFERENCES "orders"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "order_lines" ADD CONSTRAINT "order_lines_variant_id_fkey" FOREIGN KEY ("variant_id") REFERENCES "variants"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "order_tokens" ADD CONSTRAINT "order_tokens_order_id_fkey" FOREIGN KEY ("order_id") REFERENCES "orders"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "attempts" ADD CONSTRAINT "attempts_order_id_fkey" FOREIGN KEY ("order_id") REFERENCES "orders"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "order_products" ADD CONSTRAINT "order_products_order_id_fkey" FOREIGN KEY ("order_id") REFERENCES "orders"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "payments" ADD CONSTRAINT "payments_order_id_fkey" FOREIGN KEY ("order_id") REFERENCES "orders"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "payments" ADD CONSTRAINT "payments_attempt_id_fkey" FOREIGN KEY ("attempt_id") REFERENCES "attempts"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "timeline" ADD CONSTRAINT "timeline_order_id_fkey" FOREIGN KEY ("order_id") REFERENCES "orders"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "timeline" ADD CONSTRAINT "timeline_merchant_id_fkey" FOREIGN KEY ("merchant_id") REFERENCES "merchants"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "merchant_sessions" ADD CONSTRAINT "merchant_sessions_merchant_id_fkey" FOREIGN KEY ("merchant_id") REFERENCES "merchants"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "mails" ADD CONSTRAINT "mails_order_id_fkey" FOREIGN KEY ("order_id") REFERENCES "orders"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- What Prisma's schema cannot say: bounds that hold whatever the code does.
ALTER TABLE "variants" ADD CONSTRAINT "variants_price_above_zero" CHECK ("price_minor" > 0);
ALTER TABLE "variants" ADD CONSTRAINT "variants_stock_never_below_zero" CHECK ("stock" >= 0);
ALTER TABLE "cart_lines" ADD CONSTRAINT "cart_lines_quantity_in_bounds" CHECK ("quantity" BETWEEN 1 AND 99);
ALTER TABLE "cart_lines" ADD CONSTRAINT "cart_lines_seen_price_above_zero" CHECK ("seen_price_minor" > 0);
ALTER TABLE "order_lines" ADD CONSTRAINT "order_lines_quantity_above_zero" CHECK ("quantity" > 0);
ALTER TABLE "order_lines" ADD CONSTRAINT "order_lines_total_is_product" CHECK ("total_minor" = "unit_price_minor" * "quantity");
ALTER TABLE "order_lines" ADD CONSTRAINT "order_lines_stock_taken_in_bounds" CHECK ("stock_taken" BETWEEN 0 AND "quantity");
ALTER TABLE "orders" ADD CONSTRAINT "orders_total_adds_up" CHECK ("total_minor" = "subtotal_minor" - "discount_minor" AND "discount_minor" >= 0 AND "total_minor" > 0);
ALTER TABLE "orders" ADD CONSTRAINT "orders_refund_due_not_negative" CHECK ("refund_due_minor" >= 0);
ALTER TABLE "orders" ADD CONSTRAINT "orders_paid_has_receipt" CHECK ("status" NOT IN ('paid', 'partially_refunded') OR ("paid_at" IS NOT NULL AND "receipt_number" IS NOT NULL));
ALTER TABLE "payments" ADD CONSTRAINT "payments_refunded_not_negative" CHECK ("refunded_minor" >= 0);
ALTER TABLE "webhook_events" ADD CONSTRAINT "webhook_events_body_capped" CHECK (octet_length("raw_body") <= 262144);

-- Order numbers start with four digits; gaps are harmless.
CREATE SEQUENCE "order_number" AS integer START WITH 1001;

INSERT INTO "receipt_counters" ("mode", "last") VALUES ('test', 0), ('live', 0);

-- The timeline is append-only: a correction is a new entry.
CREATE FUNCTION "refuse_timeline_change"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'the timeline is append-only';
END $$;
CREATE TRIGGER "timeline_append_only" BEFORE UPDATE OR DELETE ON "timeline"
  FOR EACH ROW EXECUTE FUNCTION "refuse_timeline_change"();
