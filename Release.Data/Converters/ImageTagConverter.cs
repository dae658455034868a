using Microsoft.EntityFrameworkCore.Storage.ValueConversion;
using Release.Core.Applications;

namespace Release.Data.Converters;

internal sealed class ImageTagConverter() : ValueConverter<ImageTag, string>(tag => tag.Value, text => ImageTag.Parse(text));
