/** A program in Go that signs a body. @param body as a text of that language */
export const goProgram = (body: string): string => `// Run: ROCKETPAY_SECRET_KEY=… go run sign.go
package main

import (
	"crypto/hmac"
	"crypto/sha512"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"os"
	"sort"
	"strconv"
	"strings"
)

const body = ${body}

type line struct{ path, value string }

func valueText(value any) string {
	switch v := value.(type) {
	case bool:
		if v {
			return "1"
		}
		return "0"
	case json.Number:
		if strings.ContainsAny(v.String(), ".eE") {
			f, _ := v.Float64()
			if f == 0 {
				return "0"
			}
			return strconv.FormatFloat(f, 'f', -1, 64)
		}
		if v.String() == "-0" {
			return "0"
		}
		return v.String()
	case string:
		return v
	}
	return ""
}

func collect(value any, path string, lines *[]line) {
	join := func(key string) string {
		if path == "" {
			return key
		}
		return path + ":" + key
	}
	switch v := value.(type) {
	case map[string]any:
		for key, item := range v {
			if key != "signature" && key != "frame_mode" {
				collect(item, join(strings.ReplaceAll(key, ":", "::")), lines)
			}
		}
	case []any:
		for index, item := range v {
			collect(item, join(strconv.Itoa(index)), lines)
		}
	default:
		*lines = append(*lines, line{path, valueText(value)})
	}
}

func isDigit(b byte) bool { return b >= '0' && b <= '9' }

var space = strings.NewReplacer(" ", "", "\\t", "", "\\n", "", "\\v", "", "\\f", "", "\\r", "")

// White space and zeros before a number at the very start do not count.
func plain(path string) string {
	path = space.Replace(path)
	for len(path) > 1 && path[0] == '0' && isDigit(path[1]) {
		path = path[1:]
	}
	return path
}

// Natural order: runs of digits compare as numbers, all else byte by byte.
func natural(a, b string) bool {
	a, b = plain(a), plain(b)
	i, j := 0, 0
	for i < len(a) && j < len(b) {
		if isDigit(a[i]) && isDigit(b[j]) {
			m, n := i, j
			for i < len(a) && isDigit(a[i]) {
				i++
			}
			for j < len(b) && isDigit(b[j]) {
				j++
			}
			x, y := a[m:i], b[n:j]
			if x[0] != '0' && y[0] != '0' && len(x) != len(y) {
				return len(x) < len(y)
			}
			if x != y {
				return x < y
			}
			continue
		}
		if a[i] != b[j] {
			return a[i] < b[j]
		}
		i++
		j++
	}
	return len(a)-i < len(b)-j
}

func main() {
	decoder := json.NewDecoder(strings.NewReader(body))
	decoder.UseNumber()
	var value any
	if err := decoder.Decode(&value); err != nil {
		panic(err)
	}
	var lines []line
	collect(value, "", &lines)
	sort.SliceStable(lines, func(i, j int) bool { return natural(lines[i].path, lines[j].path) })
	parts := make([]string, len(lines))
	for i, l := range lines {
		parts[i] = l.path + ":" + l.value
	}
	mac := hmac.New(sha512.New, []byte(os.Getenv("ROCKETPAY_SECRET_KEY")))
	mac.Write([]byte(strings.Join(parts, ";")))
	fmt.Println(base64.StdEncoding.EncodeToString(mac.Sum(nil)))
}
`;
