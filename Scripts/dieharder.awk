# Prints the table of Scripts/dieharder and its verdict.
#
# Lines: stream|attempt|number of the test|1 if it is flawed|name|ntuple|samples|p-values|p|assessment.
# A test of several p-values has a row for each, told apart by their order.

BEGIN {
    FS = "|"
    count = split(streams, stream, " ")
}

$10 == "" {
    lacks++
    next
}

{
    seen = ++occurrence[$1, $2, $3, $5, $6]
    row = $5 FS $6 FS seen
    if (!(row in name)) {
        rows[++total] = row
        name[row] = $5 " " $6 (seen > 1 ? " (" seen ")" : "")
        samples[row] = $7 " x " $8
        is_flawed[row] = $4
    }
    p[$1, row, $2] = $9
    assessment[$1, row, $2] = $10
}

# FAILED once (of a flawed test: each time), or not PASSED each time, on three stretches.
function fails(who, row,    attempt, bad, failed) {
    for (attempt = 0; attempt < 3; attempt++) {
        if (assessment[who, row, attempt] == "FAILED") failed++
        if (assessment[who, row, attempt] ~ /WEAK|FAILED/) bad++
    }
    return bad == 3 || (failed > 0 && !is_flawed[row])
}

function cell(who, row) {
    if (!((who, row, 0) in p)) return "-"
    return p[who, row, 0] (assessment[who, row, 0] == "PASSED" ? "" : " " assessment[who, row, 0])
}

function attempts(who, row,    attempt, text) {
    for (attempt = 0; attempt < 3; attempt++)
        if ((who, row, attempt) in p)
            text = text (attempt ? ", " : "") p[who, row, attempt] " " assessment[who, row, attempt]
    return text
}

# One line for a result that is not PASSED, or FAILED on a fresh stretch.
function judge(who, row,    verdict) {
    if (fails(who, row)) {
        verdict = is_flawed[row] && fails(standard, row) ? "the test's flaw" : "fails"
        failures += verdict == "fails"
    } else if (!((who, row, 2) in p)) {
        verdict = "to be repeated"
        lacks++
    } else {
        verdict = "chance"
    }
    print "  " who ": " name[row] ": " attempts(who, row) ": " verdict
    if (is_flawed[row]) print "    AES_OFB: " attempts(standard, row)
}

END {
    line = sprintf("%-25s %-14s", "test, ntuple", "samples")
    for (i = 1; i <= count; i++) line = line sprintf(" %-17s", stream[i])
    print line " AES_OFB, where the test is flawed"
    for (r = 1; r <= total; r++) {
        row = rows[r]
        line = sprintf("%-25s %-14s", name[row], samples[row])
        for (i = 1; i <= count; i++) line = line sprintf(" %-17s", cell(stream[i], row))
        if (is_flawed[row]) line = line " " cell(standard, row)
        sub(/ +$/, "", line)
        print line
    }
    print "\nNot PASSED at first, and then on two fresh stretches:"
    for (i = 1; i <= count; i++)
        for (r = 1; r <= total; r++) {
            if (!((stream[i], rows[r], 0) in p)) continue
            results++
            if (assessment[stream[i], rows[r], 0] != "PASSED") unclear++
            else if (!fails(stream[i], rows[r])) continue
            judge(stream[i], rows[r])
        }
    if (!unclear) print "  none"
    # A p-value lies in either tail of 0.005 once in a hundred.
    printf "\n%d results, of which %d not PASSED at first; chance alone gives about %.1f.\n", results, unclear, results / 100
    if (lacks) printf "Lacking: %d; run it again without --report.\n", lacks
    if (failures) printf "Failed: %d.\n", failures
    else if (!lacks) print "Nothing failed."
    exit (failures + lacks > 0)
}
