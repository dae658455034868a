using System.Text;
using CsCheck;
using Release.Core.Applications;
using Release.Integrations.ConfigRepository;

namespace Release.Tests.Unit.Git;

public sealed class ImageTagDocumentTests
{
    [Theory]
    // Only the value changes.
    [InlineData("image_tag: v1\n", "image_tag: v2\n")]
    [InlineData("image_tag: v1", "image_tag: v2")]
    [InlineData("image_tag:   v1   # why\n", "image_tag:   v2   # why\n")]
    [InlineData("image_tag : v1\n", "image_tag : v2\n")]
    [InlineData("\"image_tag\": \"v1\"\n", "\"image_tag\": \"v2\"\n")]
    [InlineData("image_tag: 'v1' # 'v1'\n", "image_tag: 'v2' # 'v1'\n")]
    [InlineData("# v1\r\nimage_tag: v1\r\npromote_deployment: true\r\n", "# v1\r\nimage_tag: v2\r\npromote_deployment: true\r\n")]
    [InlineData("a: v1\nimage_tag: v1\nb: [v1, {image_tag: v1}]\n", "a: v1\nimage_tag: v2\nb: [v1, {image_tag: v1}]\n")]
    [InlineData("nested:\n  image_tag: v1\nimage_tag: v1\n", "nested:\n  image_tag: v1\nimage_tag: v2\n")]
    [InlineData("note: |\n  image_tag: v1\nimage_tag: v1\n", "note: |\n  image_tag: v1\nimage_tag: v2\n")]
    [InlineData("---\nimage_tag: v1\n...\n", "---\nimage_tag: v2\n...\n")]
    [InlineData("{image_tag: v1, promote_deployment: true}\n", "{image_tag: v2, promote_deployment: true}\n")]
    [InlineData("\uFEFFimage_tag: v1\n", "\uFEFFimage_tag: v2\n")]
    [InlineData("# é 🙂\nother: 🙂\nimage_tag: v1\n", "# é 🙂\nother: 🙂\nimage_tag: v2\n")]
    [InlineData("image_tag:\n", "image_tag: v2\n")]
    [InlineData("image_tag:   # none yet\npromote_deployment: true\n", "image_tag: v2   # none yet\npromote_deployment: true\n")]
    [InlineData("image_tag: null\n", "image_tag: v2\n")]
    [InlineData("image_tag: \"\"\n", "image_tag: \"v2\"\n")]
    // A missing key is appended in the file's style.
    [InlineData("promote_deployment: true\n", "promote_deployment: true\nimage_tag: v2\n")]
    [InlineData("promote_deployment: true", "promote_deployment: true\nimage_tag: v2")]
    [InlineData("a: b\r\n", "a: b\r\nimage_tag: v2\r\n")]
    [InlineData("  a: b\n  c: d\n", "  a: b\n  c: d\n  image_tag: v2\n")]
    // Empty files get keys.
    [InlineData("", "image_tag: v2\n")]
    [InlineData("# later\n", "# later\nimage_tag: v2\n")]
    [InlineData("---\n", "---\nimage_tag: v2\n")]
    // Bare versions stay bare.
    [InlineData("v1", "v2")]
    [InlineData("v1\n", "v2\n")]
    [InlineData("# old\nv1 # still\n", "# old\nv2 # still\n")]
    [InlineData("\"v1\"\n", "\"v2\"\n")]
    public void A_new_version_changes_nothing_else(string before, string after)
    {
        var edited = Document(before).WithVersion(ImageTag.Parse("v2"));

        Encoding.UTF8.GetString(edited.Bytes).ShouldBe(after);
        edited.Version.ShouldBe(ImageTag.Parse("v2"));
    }

    [Theory]
    [InlineData("image_tag: v1\nautomatic_deploys_enabled: true\n", "image_tag: v1\nautomatic_deploys_enabled: false\n")]
    [InlineData("automatic_deploys_enabled: True # yes\nimage_tag: v1\n", "automatic_deploys_enabled: false # yes\nimage_tag: v1\n")]
    [InlineData("image_tag: v1\nautomatic_deploys_enabled: \"true\"\n", "image_tag: v1\nautomatic_deploys_enabled: \"false\"\n")]
    [InlineData("image_tag: v1\nautomatic_deploys_enabled: maybe\n", "image_tag: v1\nautomatic_deploys_enabled: false\n")]
    // What is missing is false already.
    [InlineData("image_tag: v1\n", "image_tag: v1\n")]
    [InlineData("image_tag: v1\nautomatic_deploys_enabled:\n", "image_tag: v1\nautomatic_deploys_enabled:\n")]
    [InlineData("v1\n", "v1\n")]
    [InlineData("", "")]
    public void A_flag_taken_away_changes_nothing_else(string before, string after) =>
        Encoding.UTF8.GetString(Document(before).WithFlags(false, null).Bytes).ShouldBe(after);

    [Theory]
    [InlineData("v1\n", "image_tag: v1\npromote_deployment: true\n")]
    [InlineData("v1", "image_tag: v1\npromote_deployment: true")]
    [InlineData("20\n", "image_tag: \"20\"\npromote_deployment: true\n")]
    [InlineData("'v1'\r\n", "image_tag: 'v1'\r\npromote_deployment: true\r\n")]
    [InlineData("", "promote_deployment: true\n")]
    [InlineData("image_tag: v1\npromote_deployment:\n", "image_tag: v1\npromote_deployment: true\n")]
    [InlineData("image_tag: v1", "image_tag: v1\npromote_deployment: true")]
    public void A_flag_given_is_written_where_it_belongs(string before, string after) =>
        Encoding.UTF8.GetString(Document(before).WithFlags(null, true).Bytes).ShouldBe(after);

    [Theory]
    [InlineData("image_tag: v1\nimage_tag: v3\n", "twice")]
    [InlineData("image_tag: v1\n---\nimage_tag: v3\n", "more than one")]
    [InlineData("- image_tag\n- v1\n", "neither keys nor a version")]
    [InlineData("image_tag: [v1]\n", "not a simple one")]
    [InlineData("image_tag: {a: v1}\n", "not a simple one")]
    [InlineData("image_tag: |\n  v1\n", "spans lines")]
    [InlineData("image_tag: !!str v1\n", "tag or an anchor")]
    [InlineData("image_tag: &a v1\nb: *a\n", "tag or an anchor")]
    [InlineData("image_tag: v1\n  more\n", "spans lines")]
    [InlineData("image_tag: 'v1\n", "not YAML")]
    [InlineData("{promote_deployment: true}\n", "between braces")]
    [InlineData("promote_deployment: true\n...\n", "end mark")]
    public void What_cannot_be_edited_alone_is_refused(string content, string why) =>
        Should.Throw<ImageTagFormatException>(() => Document(content).WithVersion(ImageTag.Parse("v2"))).Message.ShouldContain(why);

    [Fact]
    public void What_is_not_text_is_refused()
    {
        var document = ImageTagDocument.Parse([0xC3, 0x28]);

        document.Problem.ShouldBe("It is not UTF-8 text.");
        Should.Throw<ImageTagFormatException>(() => document.WithVersion(ImageTag.Parse("v2")));
        Should.Throw<ImageTagFormatException>(() => document.WithFlags(false, null));
    }

    [Theory]
    [InlineData("image_tag: v1\nautomatic_deploys_enabled: true\npromote_deployment: \"true\"\n", "v1", true, true, null)]
    [InlineData("image_tag: v1\nautomatic_deploys_enabled: True\npromote_deployment: 'False'\n", "v1", true, false, null)]
    [InlineData("image_tag: 20\n", "20", false, false, null)]
    [InlineData("image_tag: 0123\n", "0123", false, false, null)]
    [InlineData("v123", "v123", false, false, null)]
    [InlineData("v123\n\n", "v123", false, false, null)]
    [InlineData("image_tag: v1\nautomatic_deploys_enabled: yes\n", "v1", false, false, "Its automatic_deploys_enabled is neither true nor false, so it counts as false.")]
    [InlineData("", null, false, false, "It is empty.")]
    [InlineData("   \n\n", null, false, false, "It is empty.")]
    [InlineData("promote_deployment: true\n", null, false, true, "It has no image_tag.")]
    [InlineData("image_tag: ~\n", null, false, false, "It has no image_tag.")]
    [InlineData("image_tag: a b\n", null, false, false, "Its image_tag is not a version.")]
    [InlineData("image_tag: [v1]\n", null, false, false, "Its image_tag is not a simple value.")]
    [InlineData("image_tag: v1\nimage_tag: v2\n", null, false, false, "It has the key 'image_tag' twice.")]
    public void It_reads_what_the_chart_reads(string content, string? version, bool automatic, bool promote, string? problem)
    {
        var document = Document(content);

        document.Version?.Value.ShouldBe(version);
        (document.Version is null).ShouldBe(version is null);
        document.AutomaticDeploysEnabled.ShouldBe(automatic);
        document.PromoteDeployment.ShouldBe(promote);
        document.Problem.ShouldBe(problem);
    }

    [Theory]
    [InlineData("1")]
    [InlineData("20")]
    [InlineData("1.0")]
    [InlineData("1.2.3")]
    [InlineData("1e3")]
    [InlineData("1_000")]
    [InlineData("0123")]
    [InlineData("0x1F")]
    [InlineData("0b1")]
    [InlineData("true")]
    [InlineData("No")]
    [InlineData("null")]
    [InlineData("2026-11-22")]
    [InlineData("123456789012345678901234567890123456789e")]
    public void What_YAML_would_not_take_for_a_string_is_quoted(string version)
    {
        var edited = Document("image_tag: v1\n").WithVersion(ImageTag.Parse(version));

        Encoding.UTF8.GetString(edited.Bytes).ShouldBe($"image_tag: \"{version}\"\n");
        edited.Version.ShouldBe(ImageTag.Parse(version));
    }

    [Theory]
    [InlineData("v1")]
    [InlineData("release-1")]
    [InlineData("0a1b2c3d4e5f60718293a4b5c6d7e8f901234567")]
    [InlineData("_1")]
    public void What_is_a_string_is_not_quoted(string version)
    {
        // "_1" looks like a number without its underscore; some readers drop those.
        var quoted = version == "_1" ? "\"_1\"" : version;
        Encoding.UTF8.GetString(Document("image_tag: x\n").WithVersion(ImageTag.Parse(version)).Bytes).ShouldBe($"image_tag: {quoted}\n");
    }

    [Fact]
    public void Any_file_and_any_version_keep_every_other_line()
    {
        var version = Gen.OneOf("v2", "20", "true", "1e3", "null", "release-x", "0a1b2c3d4e5f60718293a4b5c6d7e8f901234567").Select(ImageTag.Parse);
        var other = Gen.OneOf("# note", "", "other: 'x'", "more: [1, 2]  # c", "nested:\n  image_tag: v9", "\"quoted\": \"y\"");
        var tag = Gen.OneOf("image_tag: v1", "image_tag:  'v1'  # why", "image_tag: \"v1\"", "image_tag: 7", "image_tag:", "image_tag: # none");
        var flags = Gen.OneOf("promote_deployment: true", "promote_deployment: False", "promote_deployment: \"true\" # x", "# none");
        var last = Gen.OneOf("# end", "", "last: 1");
        var files = Gen.Select(
            Gen.Select(other, tag, flags, last), Gen.OneOf("\n", "\r\n"), Gen.Bool, Gen.OneOf("", "\uFEFF"),
            (lines, newLine, final, mark) =>
                (Lines: (string[])[lines.Item1.Replace("\n", newLine, StringComparison.Ordinal), lines.Item2, lines.Item3, lines.Item4], NewLine: newLine, End: final ? newLine : "", Mark: mark));

        Gen.Select(files, version).Sample(
            (file, wanted) =>
            {
                var edited = Document(file.Mark + string.Join(file.NewLine, file.Lines) + file.End).WithVersion(wanted);
                edited.Version.ShouldBe(wanted);
                var text = Encoding.UTF8.GetString(edited.Bytes);
                text.ShouldStartWith(file.Mark + file.Lines[0] + file.NewLine + "image_tag:");
                text.ShouldEndWith(file.NewLine + file.Lines[2] + file.NewLine + file.Lines[3] + file.End);
                text.Split('\n').Length.ShouldBe((string.Join(file.NewLine, file.Lines) + file.End).Split('\n').Length);
            },
            iter: 2000);
    }

    private static ImageTagDocument Document(string content) => ImageTagDocument.Parse(Encoding.UTF8.GetBytes(content));
}
