using System.Text;
using Release.Core.Applications;
using Release.Core.Configuration;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Release.Integrations.ConfigRepository;

/// <summary>
/// One image-tag file (contracts §4): read as the chart reads it, edited so that only the requested value changes.
/// Immutable; an edit returns a new one.
/// </summary>
internal sealed class ImageTagDocument
{
    private readonly ImageTagText? _text;
    private readonly ImageTagLayout _layout;

    private ImageTagDocument(byte[] bytes)
    {
        Bytes = bytes;
        try
        {
            _text = ImageTagText.Decode(bytes);
            _layout = ImageTagLayout.Of(_text.Text);
        }
        catch (DecoderFallbackException)
        {
            _layout = ImageTagLayout.Other("It is not UTF-8 text.");
        }

        var problems = new List<string>();
        if (_layout.Problem is { } problem)
        {
            problems.Add(problem);
        }

        Version = ReadVersion(problems);
        AutomaticDeploysEnabled = ReadFlag(ImageTagKeys.AutomaticDeploysEnabled, problems);
        PromoteDeployment = ReadFlag(ImageTagKeys.PromoteDeployment, problems);
        Problem = problems.Count == 0 ? null : string.Join(' ', problems);
    }

    public byte[] Bytes { get; }

    /// <summary>Null if there is none, or it is not valid.</summary>
    public ImageTag? Version { get; }

    /// <summary>False if the flag is missing, as in the chart.</summary>
    public bool AutomaticDeploysEnabled { get; }

    /// <summary>False if the flag is missing, as in the chart.</summary>
    public bool PromoteDeployment { get; }

    /// <summary>What is wrong with the file, in sentences; null if nothing is.</summary>
    public string? Problem { get; }

    public static ImageTagDocument Parse(byte[] bytes) => new(bytes);

    /// <summary>A copy with another version; this instance if it has that version already.</summary>
    /// <exception cref="ImageTagFormatException">The edit would change something else too.</exception>
    public ImageTagDocument WithVersion(ImageTag version) =>
        version == Version ? this : Checked(Edit(ImageTagKeys.ImageTag, version.Value), ImageTagKeys.ImageTag, version.Value);

    /// <summary>A copy with other flags (null: unchanged); this instance if it has them already.</summary>
    /// <exception cref="ImageTagFormatException">The edit would change something else too.</exception>
    public ImageTagDocument WithFlags(bool? automaticDeploysEnabled, bool? promoteDeployment) =>
        WithFlag(ImageTagKeys.AutomaticDeploysEnabled, automaticDeploysEnabled).WithFlag(ImageTagKeys.PromoteDeployment, promoteDeployment);

    /// <summary>A copy after an edit; this instance if nothing changes.</summary>
    /// <exception cref="ImageTagFormatException">The edit would change something else too.</exception>
    public ImageTagDocument With(ConfigEdit edit) =>
        edit.Version is { } version ? WithVersion(version) : WithFlags(edit.AutomaticDeploysEnabled, edit.PromoteDeployment);

    private ImageTagDocument WithFlag(string key, bool? wanted)
    {
        // A missing flag is false already; one that is neither true nor false is rewritten.
        if (wanted is not { } value || (_layout.Shape != ImageTagShape.Other && FlagOf(key) == value))
        {
            return this;
        }

        var text = value ? "true" : "false";
        return Checked(Edit(key, text), key, text);
    }

    private ImageTagText Edit(string key, string value)
    {
        if (_text is null || _layout.Shape == ImageTagShape.Other)
        {
            throw new ImageTagFormatException(_layout.Problem!);
        }

        if (_layout.Bare is { } bare)
        {
            return key == ImageTagKeys.ImageTag ? Replace(bare, value, quoteNumbers: false) : BareToKeys(bare, key, value);
        }

        if (_layout.Find(key) is { } entry)
        {
            return entry.Value is { } old
                ? ReplaceValue(entry.Key, old, value, quoteNumbers: key == ImageTagKeys.ImageTag)
                : throw new ImageTagFormatException($"The value of '{key}' is not a simple one.");
        }

        return _layout.AppendProblem is { } problem
            ? throw new ImageTagFormatException(problem)
            : _text.Append(new string(' ', _layout.Indent) + Line(key, value));
    }

    private ImageTagText BareToKeys(Scalar bare, string key, string value)
    {
        if (Version is null || _layout.AppendProblem is not null)
        {
            throw new ImageTagFormatException(_layout.AppendProblem ?? Problem!);
        }

        var withKey = bare.Style == ScalarStyle.Plain
            ? Replace(bare, Line(ImageTagKeys.ImageTag, bare.Value), quoteNumbers: false)
            : _text!.Replace((int)bare.Start.Index, (int)bare.Start.Index, $"{ImageTagKeys.ImageTag}: ");
        return withKey.Append(Line(key, value));
    }

    private ImageTagText ReplaceValue(Scalar key, Scalar old, string value, bool quoteNumbers)
    {
        if (old is not { Value: "", Style: ScalarStyle.Plain })
        {
            return Replace(old, value, quoteNumbers);
        }

        // The value is empty: insert it after the colon, before a comment if there is one.
        var colon = _text!.Text.IndexOf(':', (int)key.End.Index);
        return colon < 0
            ? throw new ImageTagFormatException($"The value of '{key.Value}' cannot be found.")
            : _text.Replace(colon + 1, colon + 1, " " + Plain(value, quoteNumbers));
    }

    private ImageTagText Replace(Scalar old, string value, bool quoteNumbers)
    {
        var (start, end) = ((int)old.Start.Index, (int)old.End.Index);
        var raw = _text!.Text[start..end];
        var written = old.Style switch
        {
            ScalarStyle.Plain when raw == old.Value => Plain(value, quoteNumbers),
            ScalarStyle.DoubleQuoted when raw is ['"', .., '"'] => $"\"{value}\"",
            ScalarStyle.SingleQuoted when raw is ['\'', .., '\''] => $"'{value}'",
            _ => throw new ImageTagFormatException("A value in it spans lines, or carries a tag or an anchor."),
        };
        return _text.Replace(start, end, written);
    }

    /// <summary>Parses the edited text: it must have the new value, and all other values must be unchanged.</summary>
    private ImageTagDocument Checked(ImageTagText edited, string key, string value)
    {
        var document = new ImageTagDocument(edited.Encode());
        var isRight = document._layout.Bare is { } bare
            ? key == ImageTagKeys.ImageTag && bare.Value == value
            : document._layout.Find(key)?.Value?.Value == value && OtherValues(key).SequenceEqual(document.OtherValues(key));
        return isRight ? document : throw new ImageTagFormatException($"'{key}' cannot be changed without changing something else.");
    }

    private IEnumerable<(string Key, string? Value)> OtherValues(string key) => _layout.Bare is { } bare
        ? [(ImageTagKeys.ImageTag, bare.Value)]
        : _layout.Entries.Where(entry => entry.Key.Value != key).Select(entry => (entry.Key.Value, entry.Value?.Value));

    private ImageTag? ReadVersion(List<string> problems)
    {
        if (_layout.Shape is ImageTagShape.Other)
        {
            return null;
        }

        if (_layout.Shape is ImageTagShape.Empty)
        {
            problems.Add("It is empty.");
            return null;
        }

        var entry = _layout.Find(ImageTagKeys.ImageTag);
        var scalar = _layout.Bare ?? entry?.Value;
        if (scalar is null || (_layout.Bare is null && scalar.Style == ScalarStyle.Plain && PlainScalar.IsNull(scalar.Value)))
        {
            problems.Add(entry is { Value: null } ? "Its image_tag is not a simple value." : "It has no image_tag.");
            return null;
        }

        if (!ImageTag.TryParse(scalar.Value, out var version))
        {
            problems.Add("Its image_tag is not a version.");
        }

        return version;
    }

    private bool ReadFlag(string key, List<string> problems)
    {
        var flag = FlagOf(key);
        if (flag is null)
        {
            problems.Add($"Its {key} is neither true nor false, so it counts as false.");
        }

        return flag ?? false;
    }

    /// <summary>Null if it is neither true nor false.</summary>
    private bool? FlagOf(string key)
    {
        if (_layout.Find(key) is not { } entry)
        {
            return false;
        }

        return entry.Value switch
        {
            null => null,
            { Style: ScalarStyle.Plain } plain when PlainScalar.IsNull(plain.Value) => false,
            var scalar when scalar.Value.Equals("true", StringComparison.OrdinalIgnoreCase) => true,
            var scalar when scalar.Value.Equals("false", StringComparison.OrdinalIgnoreCase) => false,
            _ => null,
        };
    }

    private static string Line(string key, string value) => $"{key}: {Plain(value, quoteNumbers: key == ImageTagKeys.ImageTag)}";

    private static string Plain(string value, bool quoteNumbers) => quoteNumbers && PlainScalar.NeedsQuotes(value) ? $"\"{value}\"" : value;
}

/// <summary>An image-tag file cannot be edited; the message says why.</summary>
internal sealed class ImageTagFormatException(string message) : Exception(message);
