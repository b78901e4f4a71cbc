-- AlterTable
ALTER TABLE "payments" ADD COLUMN     "provider_details" JSONB NOT NULL DEFAULT '[]';
