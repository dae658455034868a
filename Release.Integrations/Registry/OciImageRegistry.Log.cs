using Microsoft.Extensions.Logging;

namespace Release.Integrations.Registry;

internal sealed partial class OciImageRegistry
{
    private static partial class Log
    {
        [LoggerMessage(4500, LogLevel.Debug, "Image {Name}: exists {Exists}.")]
        public static partial void LookedUp(ILogger logger, string name, bool exists);

        [LoggerMessage(4501, LogLevel.Warning, "{Image} cannot be the name of an image; it is taken not to exist. Release:Registry:ImageTemplate makes the name.")]
        public static partial void Impossible(ILogger logger, string image);
    }
}
