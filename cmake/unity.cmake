# Where nothing is optimised, most of the time to compile goes into reading the same headers again:
# there, sources are compiled a dozen at a time.
function(o2c_compile_together name)
  set_target_properties(${name} PROPERTIES UNITY_BUILD ON UNITY_BUILD_BATCH_SIZE 12)
endfunction()

# Names of their own that others have too: these are compiled alone.
function(o2c_compile_alone)
  list(TRANSFORM ARGN PREPEND ${PROJECT_SOURCE_DIR}/src/)
  list(TRANSFORM ARGN APPEND .cpp)
  set_source_files_properties(${ARGN} PROPERTIES SKIP_UNITY_BUILD_INCLUSION ON)
endfunction()
o2c_compile_alone(
  close/book_references close/book_rows commission/plan_reader commission/plan_rule
  commission/rule_curve commission/settle commission/shared_lines commission/tier_pieces
  explain/toml_text journal/sqlite_store order/order_event order/order_state
  order/paper_words order/production_guards order/timeline_html receivable/aging_kernel
  receivable/dunning_run receivable/ledger_queries receivable/ledger_settle
  receivable/letter_template receivable/party_statement receivable/period_measures
  receivable/promises receivable/reconcile receivable/running_balance
  receivable/schedule_columns receivable/worklist time/date time/weekday)
