-- Leaves two parts of each table that is partitioned: for databases of tests, where every connection reads what it must know of
-- each part of what it touches. What is asked of the parts themselves is asked of the schema as it is migrated.
SET client_min_messages = warning;
DO $$
DECLARE
  big record;
BEGIN
  FOR big IN
    SELECT parent.oid::regclass AS name, array_agg(part.relname::text ORDER BY part.relname) AS parts
    FROM pg_partitioned_table JOIN pg_class parent ON parent.oid = partrelid
    JOIN pg_inherits ON inhparent = parent.oid JOIN pg_class part ON part.oid = inhrelid
    GROUP BY parent.oid
  LOOP
    FOR i IN 1 .. cardinality(big.parts) LOOP
      EXECUTE format('ALTER TABLE %s DETACH PARTITION %I', big.name, big.parts[i]);
    END LOOP;
    FOR i IN 1 .. cardinality(big.parts) LOOP
      IF i > 2 THEN
        EXECUTE format('DROP TABLE %I CASCADE', big.parts[i]);
      ELSE
        EXECUTE format('ALTER TABLE %s ATTACH PARTITION %I FOR VALUES WITH (MODULUS 2, REMAINDER %s)', big.name, big.parts[i], i - 1);
      END IF;
    END LOOP;
  END LOOP;
END $$;
