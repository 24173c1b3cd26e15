import java.io.File;
import java.io.InputStream;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.TestAssertion;
import org.verapdf.pdfa.results.ValidationResult;
import org.verapdf.pdfa.validation.profiles.Profiles;
import org.verapdf.pdfa.validation.profiles.RuleId;
import org.verapdf.pdfa.validation.profiles.ValidationProfile;
import org.verapdf.pdfa.validation.validators.ValidatorFactory;
import org.verapdf.processor.reports.enums.JobEndStatus;

/**
 * Checks PDF files with veraPDF: PDF/UA-1, or PDF/A-3u where the file's name has "archive" in it.
 * Run from its source, all files in one JVM: java -cp JARS ValidatePdf.java FILE...
 */
class ValidatePdf {
    private static final Map<PDFAFlavour, String> NAMES = Map.of(
            PDFAFlavour.PDFUA_1, "PDF/UA-1",
            PDFAFlavour.PDFA_3_U, "PDF/A-3u");
    private static final Map<PDFAFlavour, String> PROFILES = Map.of(
            PDFAFlavour.PDFUA_1, "/org/verapdf/pdfa/validation/PDFUA-1.xml",
            PDFAFlavour.PDFA_3_U, "/org/verapdf/pdfa/validation/PDFA-3U.xml");
    private static final Comparator<RuleId> BY_CLAUSE =
            Comparator.comparing(RuleId::getClause).thenComparingInt(RuleId::getTestNumber);

    public static void main(String[] paths) {
        VeraGreenfieldFoundryProvider.initialise();
        for (String path : paths) {
            boolean archive = new File(path).getName().contains("archive");
            check(path, archive ? PDFAFlavour.PDFA_3_U : PDFAFlavour.PDFUA_1);
        }
    }

    private static void check(String path, PDFAFlavour flavour) {
        String check = path + ": veraPDF " + NAMES.get(flavour);
        ValidationResult result;
        try {
            result = validate(new File(path), flavour);
        } catch (Exception error) {
            report(false, check, "not checked", List.of("cannot be read: " + error.getMessage()));
            return;
        }
        // Without this, a validation that was broken off would count as one that found nothing.
        JobEndStatus end = result.getJobEndStatus();
        if (end != JobEndStatus.NORMAL || result.getTotalAssertions() == 0) {
            report(false, check, "not checked", List.of("ended early: " + end));
            return;
        }
        Map<RuleId, Integer> failed = result.getFailedChecks();
        int made = result.getTotalAssertions();
        String measure = failed.size() + " rules failed in " + made + " checks";
        report(result.isCompliant(), check, measure, failed.keySet().stream()
                .sorted(BY_CLAUSE)
                .map(rule -> inWords(rule, failed.get(rule), result.getTestAssertions()))
                .toList());
    }

    private static ValidationResult validate(File file, PDFAFlavour flavour) throws Exception {
        ValidationProfile profile;
        try (InputStream xml = Profiles.class.getResourceAsStream(PROFILES.get(flavour))) {
            profile = Profiles.profileFromXml(xml);
        }
        // One failed check of each rule is kept, with its message, and no passed ones.
        try (var parser = Foundries.defaultInstance().createParser(file, flavour);
                var validator = ValidatorFactory.createValidator(profile, 1, false, true, false)) {
            return validator.validate(parser);
        }
    }

    private static String inWords(RuleId rule, int count, List<TestAssertion> assertions) {
        String first = assertions.stream()
                .filter(assertion -> assertion.getRuleId().equals(rule))
                .findFirst()
                .map(one -> one.getErrorMessage() + " (at " + one.getLocation().getContext() + ")")
                .orElse("no message");
        return String.format("clause %s, test %d, %d times: %s",
                rule.getClause(), rule.getTestNumber(), count, first);
    }

    private static void report(
            boolean passed, String check, String measure, List<String> findings) {
        System.out.println((passed ? "ok   " : "FAIL ") + check + ": " + measure);
        findings.forEach(finding -> System.out.println("       " + finding));
    }
}
