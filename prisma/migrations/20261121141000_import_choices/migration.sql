-- AlterTable
ALTER TABLE "catalogue_rows" ADD COLUMN     "kind" "product_kind",
ADD COLUMN     "stock" INTEGER;

-- AlterTable
ALTER TABLE "catalogue_runs" ADD COLUMN     "new_kind" "product_kind",
ADD COLUMN     "new_stock" INTEGER,
ADD COLUMN     "stock_as_told" BOOLEAN NOT NULL DEFAULT true;

ALTER TABLE "catalogue_rows" ADD CONSTRAINT "catalogue_rows_stock_not_negative" CHECK ("stock" >= 0);
ALTER TABLE "catalogue_runs" ADD CONSTRAINT "catalogue_runs_new_stock_not_negative" CHECK ("new_stock" >= 0);
