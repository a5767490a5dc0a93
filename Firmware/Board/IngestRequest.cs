using System;
using System.IO;
using System.Net;
using System.Net.Security;
using System.Text;
using DroneLink.Firmware.Uplink;

namespace DroneLink.Firmware.Board
{
    /// <summary>
    /// One post to the ingest address. HttpWebRequest and not HttpClient, whose answers do not let their headers be read: the uplink needs
    /// <c>retry-after</c>. The server is checked against the board's CA certificates.
    /// </summary>
    internal static class IngestRequest
    {
        private const int TimeoutMs = 30000;

        // Room for an answer that rejects every frame of a body, some 130 bytes each.
        private const int MaxAnswerBytes = 8192;

        /// <summary>Posts a body and waits for the answer.</summary>
        /// <param name="detail">See <see cref="ILinkBoard.BeginPost"/>.</param>
        /// <returns>The HTTP status.</returns>
        /// <exception cref="Exception">There was no answer.</exception>
        public static int Post(string url, string deviceId, byte[] body, int count, int frames, string timestamp, string signature, out int detail)
        {
            HttpWebRequest request = (HttpWebRequest)WebRequest.Create(url);
            request.Method = "POST";
            request.ContentType = "application/vnd.dronelink.frames";
            request.ContentLength = count;
            request.KeepAlive = false;
            request.Timeout = TimeoutMs;
            request.ReadWriteTimeout = TimeoutMs;
            request.SslProtocols = SslProtocols.Tls12;
            request.Headers.Add("x-device-id", deviceId);
            request.Headers.Add("x-timestamp", timestamp);
            request.Headers.Add("x-signature", signature);
            using (request)
            using (Stream stream = request.GetRequestStream())
            {
                stream.Write(body, 0, count);

                // The request's stream stays open until the answer is read: to dispose it is to close the connection that both share.
                using (HttpWebResponse response = (HttpWebResponse)request.GetResponse())
                {
                    int status = (int)response.StatusCode;
                    detail = status == 202 ? IngestAnswer.CountRejected(ReadText(response.GetResponseStream()), frames) : ReadRetryAfter(response);
                    return status;
                }
            }
        }

        private static int ReadRetryAfter(HttpWebResponse response)
        {
            string text = response.Headers["retry-after"];
            return text != null && int.TryParse(text, out int seconds) && seconds > 0 ? seconds : 0;
        }

        private static string ReadText(Stream stream)
        {
            byte[] buffer = new byte[MaxAnswerBytes];
            int total = 0;
            int count;
            while (total < buffer.Length && (count = stream.Read(buffer, total, buffer.Length - total)) > 0)
            {
                total += count;
            }

            return Encoding.UTF8.GetString(buffer, 0, total);
        }
    }
}
